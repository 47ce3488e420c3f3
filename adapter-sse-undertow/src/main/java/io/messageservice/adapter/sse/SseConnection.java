package io.messageservice.adapter.sse;

import io.messageservice.adapter.sse.PostedFrame.Outcome;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.TextFrame;
import io.messageservice.transport.Outbox;
import io.messageservice.transport.TransportConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * One session over a stream: its frames are events, its commands are posted. Only the thread of its
 * event loop may call, except where stated.
 *
 * <p>Behind the frames of a turn stands the id by which another stream goes on from there, unless
 * it is too long for them. It never stands before a frame that it covers: none is added while
 * frames wait for the peer, and none where frames were dropped.
 */
final class SseConnection extends TransportConnection implements StreamChannel.Listener {

  /** Posts that wait for their turn. */
  private static final int MAX_POSTS = 16;

  private final StreamChannel channel;
  private final SseLoop shared;
  private final StreamSetup setup;
  private final StreamPositions positions;
  private final Runnable ended;
  private final Queue<PostedFrame> posts = new ArrayDeque<>();
  private boolean reading;
  private boolean outputEnded;

  /**
   * @param ended is run once the channel is closed, on any thread
   */
  SseConnection(StreamChannel channel, SseLoop shared, StreamSetup setup, Runnable ended) {
    this(channel, shared, setup, new StreamPositions(), ended);
  }

  private SseConnection(
      StreamChannel channel,
      SseLoop shared,
      StreamSetup setup,
      StreamPositions positions,
      Runnable ended) {
    super(
        "sse",
        shared.loop(),
        (rings, memory, softLimitBytes, hardLimitBytes) ->
            new SseOutbox(
                rings,
                memory,
                softLimitBytes,
                hardLimitBytes,
                frame -> follow(positions, shared.frames(), frame)));
    this.channel = channel;
    this.shared = shared;
    this.setup = setup;
    this.positions = positions;
    this.ended = ended;
  }

  private static void follow(StreamPositions positions, SentFrameReader reader, TextFrame frame) {
    positions.sent(reader.read(frame), frame.utf8().length);
  }

  /** Whose session it is; empty where the token was refused. Any thread may call. */
  Optional<UserId> user() {
    return setup.user();
  }

  /** Whether the session was opened with that token. Any thread may call. */
  boolean wasOpenedWith(String token) {
    return setup.token().is(token);
  }

  /** Runs the task on the event loop. Any thread may call. */
  void execute(Runnable task) {
    shared.loop().execute(task);
  }

  @Override
  protected void takeOver() {
    channel.listen(this);
    if (!channel.isOpen()) {
      execute(this::closed); // it was closed while its token was judged
    }
    if (setup.user().isPresent()) {
      outbox().add(setup.greeting());
      flushLater();
      setup.last().ifPresent(positions::resume);
      setup
          .requests()
          .forEach(frame -> posts.add(new PostedFrame(frame, frame.length, outcome -> {})));
    }
  }

  /** Takes what a client posted, now or once commands are read again. */
  void post(PostedFrame post) {
    if (!isOpen()) {
      post.answer().accept(Outcome.OVER);
    } else if (posts.size() >= MAX_POSTS) {
      post.answer().accept(Outcome.TOO_MANY);
    } else {
      posts.add(post);
      read();
    }
  }

  private void read() {
    while (reading && isOpen() && !posts.isEmpty() && mayRead()) {
      PostedFrame next = posts.remove();
      received(next.length());
      JoinRequests.read(next.utf8(), next.length(), positions::asked);
      try {
        receivedText(next.utf8(), 0, next.length());
      } catch (Throwable fault) {
        fail(fault);
      }
      next.answer().accept(Outcome.TAKEN);
    }
  }

  /** The client asks for the end: what it posted before is carried out. */
  void closeByClient() {
    close(CloseReason.Cause.CLIENT, EventText.goodbye());
  }

  @Override
  protected void resumeReads() {
    reading = true;
    read();
  }

  @Override
  protected void suspendReads() {
    reading = false;
  }

  @Override
  protected void wakeUpReads() {
    resumeReads();
  }

  @Override
  protected void discardInput() {
    while (!posts.isEmpty()) {
      posts.remove().answer().accept(Outcome.ENDED);
    }
  }

  /**
   * Comes only where the peer took all that was sent. Of a client that need not speak that counts
   * as a sign of life.
   */
  @Override
  protected byte[] heartbeatFrame() {
    if (!setup.speaks()) {
      received(0);
    }
    return with(positions.takeId(), EventText.HEARTBEAT);
  }

  /** A client that is closed after frames were dropped comes back with the id of before. */
  @Override
  protected byte[] closeFrame(CloseReason reason) {
    return switch (reason.cause()) {
      case TOO_SLOW, EVICTED -> EventText.close(reason);
      default -> with(positions.takeId(), EventText.close(reason));
    };
  }

  private static byte[] with(byte[] before, byte[] block) {
    return ByteBuffer.allocate(before.length + block.length).put(before).put(block).array();
  }

  private void addId() {
    if (isOpen() && !outbox().isStalled()) {
      outbox().add(positions.takeDueId());
    }
  }

  @Override
  protected void flush() throws IOException {
    Outbox outbox = outbox();
    addId();
    while (!outbox.isEmpty()) {
      ByteBuffer out = shared.out();
      outbox.fill(out);
      int count = channel.write(out.flip());
      if (count == 0) {
        stalled();
        channel.resumeWrites();
        return;
      }
      wrote(count);
      if (outbox.isEmpty()) {
        addId(); // it was held back while frames waited
      }
    }
    if (!isOpen() && !outputEnded) {
      outputEnded = true;
      channel.end();
    }
    if (channel.flush()) {
      channel.suspendWrites();
    } else {
      channel.resumeWrites();
    }
  }

  @Override
  public void writable() {
    flushNow();
  }

  @Override
  public void inputEnded() {
    drop();
  }

  @Override
  public void closed() {
    ended.run();
    channelClosed();
  }

  @Override
  protected void drop() {
    channel.close();
  }
}
