package io.messageservice.adapter.websocket;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.port.out.Identities;
import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.domain.user.Identity;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.Session;
import io.messageservice.protocol.Sessions;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.WriteReadyHandler;
import org.xnio.ssl.SslConnection;

/**
 * One WebSocket connection over an upgraded stream. Only the thread of its shard may call.
 *
 * <p>Its life: {@code OPEN} until either side begins to close or breaks the protocol; {@code
 * CLOSING} while frames and our close frame wait to be written and whatever comes is discarded;
 * {@code FINISHED} once our half is shut and the peer's end is awaited; {@code GONE}. From CLOSING
 * to GONE takes {@link #CLOSE_NANOS} at most.
 */
final class Connection extends Wheel.Timed
    implements Wire,
        FrameSink,
        ReadReadyHandler,
        WriteReadyHandler,
        ChannelListener<StreamConnection> {

  private enum State {
    OPEN,
    CLOSING,
    FINISHED,
    GONE
  }

  /** From our close frame to the end of TCP, whatever the peer does. */
  private static final long CLOSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);

  /** A frame that is larger is written at once: what the peer does not take is counted then. */
  private static final int LARGE_BYTES = 32 << 10;

  /**
   * What is left of a frame that was begun may still be written by a connection that is evicted.
   */
  private static final int MAX_LEFT_BYTES = 16 << 10;

  private static final byte[] PING = ServerFrame.of(Opcode.PING, new byte[0], 0, 0);

  /** A TLS stream may hold more than its socket shows: it is read until it is empty, in rounds. */
  private static final int TLS_ROUNDS = 4;

  private final StreamConnection channel;
  private final XnioShard shard;
  private final Connections connections;
  private final MemoryBudget.Account memory;
  private final Outbox outbox;
  private final Deadlines deadlines;
  private State state = State.OPEN;
  private boolean dirty;
  private boolean inputEnded;

  /** Takes no more commands: the node is about to stop. */
  private boolean muted;

  /** What the close is to say once everything is answered. */
  private @Nullable CloseReason farewell;

  /** What waits for the outbox to empty; null while nothing does. */
  private @Nullable List<Runnable> drainTasks;

  private CloseReason.Cause endedBy = CloseReason.Cause.LOST;
  private @Nullable Session session;
  private @Nullable Unfinished unfinished;

  /** What of it is held in the account. */
  private int unfinishedBytes;

  Connection(StreamConnection channel, XnioShard shard, Connections connections) {
    this.channel = channel;
    this.shard = shard;
    this.connections = connections;
    WebSocketConfig config = shard.config();
    this.memory = shard.memory().open(() -> shard.execute(this::evict));
    this.outbox =
        new Outbox(shard.rings(), memory, config.softLimitBytes(), config.hardLimitBytes());
    this.deadlines = new Deadlines(config, outbox, shard.nanos());
  }

  /** Takes the stream over; nothing is read before {@link #open} or {@link #refuse}. */
  void begin() {
    channel.getSourceChannel().setReadListener(null);
    channel.getSinkChannel().setWriteListener(null);
    channel.getSourceChannel().getConduit().setReadReadyHandler(this);
    channel.getSinkChannel().getConduit().setWriteReadyHandler(this);
    channel.setCloseListener(this);
    scheduleNext();
  }

  /** Begins the user's session and reads. */
  void open(Sessions sessions, Identity identity, Dialect dialect) {
    expireAt(identity.expiry());
    try {
      session = sessions.open(this, shard, identity, dialect);
    } catch (Throwable fault) {
      fail(fault);
    }
    channel.getSourceChannel().resumeReads();
  }

  /** Tells the peer why its token does not open a session. */
  void refuse(Verdict.Refused refused) {
    shard.events().tokenRefused(refused.reason());
    close(CloseReason.refused(refused));
    channel.getSourceChannel().resumeReads();
  }

  @Override
  public void send(TextFrame frame) {
    if (state != State.OPEN) {
      return;
    }
    shard.countFrame();
    if (!outbox.isStalled() && outbox.isCrowdedBy(frame)) {
      flushNow();
    }
    if (state == State.OPEN && !outbox.offer(frame)) {
      giveUp();
    }
    if (frame.utf8().length > LARGE_BYTES && !outbox.isStalled()) {
      flushNow();
    } else {
      flushLater();
    }
    if (farewell != null) {
      shard.lookAtTurnEnd();
    }
  }

  @Override
  public boolean isBehind() {
    return outbox.isBehind();
  }

  @Override
  public MemoryBudget.Account memory() {
    return memory;
  }

  @Override
  public boolean hasRoomFor(TextFrame frame) {
    if (!outbox.isStalled() && !outbox.hasRoomFor(frame)) {
      flushNow();
    }
    return outbox.hasRoomFor(frame);
  }

  @Override
  public void whenDrained(Runnable task) {
    if (drainTasks == null) {
      drainTasks = new ArrayList<>(1);
    }
    drainTasks.add(task);
    handOverDrained();
  }

  @Override
  public void expireAt(Optional<Instant> expiry) {
    if (state == State.OPEN && shard.config().closeOnTokenExpiry()) {
      deadlines.expireAt(expiry.map(this::endOf).orElse(Deadlines.NEVER));
      scheduleNext();
    }
  }

  private long endOf(Instant expiry) {
    return shard.time().nanosAt(expiry) + TimeUnit.SECONDS.toNanos(Identities.CLOCK_SKEW_SECONDS);
  }

  /** Has the tasks that waited for the outbox to empty run in a turn of their own. */
  private void handOverDrained() {
    if (drainTasks != null && outbox.isEmpty()) {
      List<Runnable> due = drainTasks;
      drainTasks = null;
      shard.execute(() -> due.forEach(this::runDrained));
    }
  }

  private void runDrained(Runnable task) {
    if (state != State.OPEN) {
      return;
    }
    try {
      task.run();
    } catch (Throwable fault) {
      fail(fault);
    }
    shard.lookAtTurnEnd(); // it may have been the last that a drain waited for
  }

  /** Closes a connection that is too slow; what waits for it is dropped. */
  void giveUp() {
    shard.events().tooSlow();
    outbox.clear();
    close(CloseReason.TOO_SLOW);
  }

  /** Too much is held for clients, and most of it for this one: its memory is free at once. */
  private void evict() {
    if (state == State.GONE) {
      return;
    }
    shard.events().evicted();
    outbox.clear();
    setUnfinished(null);
    if (state == State.OPEN && outbox.waitingBytes() <= MAX_LEFT_BYTES) {
      close(CloseReason.EVICTED);
    } else {
      drop();
    }
  }

  private void setUnfinished(@Nullable Unfinished now) {
    unfinished = now;
    int bytes = now == null ? 0 : now.heldBytes();
    if (bytes != unfinishedBytes) {
      memory.change(bytes - unfinishedBytes);
      unfinishedBytes = bytes;
    }
  }

  /** Takes no more commands; whatever was asked may still be answered before a {@link #close}. */
  void stopReading() {
    muted = true;
    if (state == State.OPEN) {
      channel.getSourceChannel().suspendReads();
    }
  }

  /** Reads again what was held back while an inbox was full. */
  void readOn() {
    deadlines.goOn(shard.nanos());
    if (state == State.OPEN && !muted) {
      channel.getSourceChannel().wakeupReads();
    }
  }

  /** Takes no more commands, and closes once those that it took are answered. */
  void leave(CloseReason reason) {
    stopReading();
    farewell = reason;
    if (!hasLeft()) {
      shard.leaveLater(this);
    }
  }

  /** Whether this connection is closing, which it now begins to where all is answered. */
  boolean hasLeft() {
    if (farewell != null && (session == null || session.isSettled())) {
      close(farewell);
    }
    return state != State.OPEN;
  }

  /** Sends a binary message; the service has none, an echo server does. */
  void sendBinary(byte[] payload) {
    if (state == State.OPEN) {
      outbox.add(ServerFrame.of(Opcode.BINARY, payload, 0, payload.length));
      flushLater();
    }
  }

  @Override
  public void close(CloseReason reason) {
    close(reason.cause(), CloseCode.of(reason.cause()), reason.text());
  }

  private void close(CloseReason.Cause cause, int code, String text) {
    if (state != State.OPEN) {
      return;
    }
    state = State.CLOSING;
    endedBy = cause;
    setUnfinished(null);
    if (!inputEnded) {
      channel.getSourceChannel().resumeReads();
    }
    outbox.add(ServerFrame.close(code, text));
    flushLater();
    shard.schedule(this, shard.nanos() + CLOSE_NANOS);
    shard.endLater(this);
  }

  @Override
  public boolean isReading() {
    return state == State.OPEN;
  }

  @Override
  public void text(byte[] buffer, int offset, int length) {
    if (session != null) {
      session.text(buffer, offset, length);
    }
  }

  @Override
  public void binary(byte[] buffer, int offset, int length) {
    if (session instanceof BinarySession taker) {
      taker.binary(buffer, offset, length);
    } else {
      close(CloseReason.Cause.UNSUPPORTED, CloseCode.UNSUPPORTED, "text only");
    }
  }

  @Override
  public void ping(byte[] buffer, int offset, int length) {
    outbox.addPong(ServerFrame.of(Opcode.PONG, buffer, offset, length));
    flushLater();
  }

  @Override
  public void pong() {
    // that something came is all there is to know
  }

  @Override
  public void closed(int code) {
    close(CloseReason.Cause.CLIENT, code, "");
  }

  @Override
  public void violated(int code, String reason) {
    close(CloseCode.violation(code), code, reason);
  }

  /** Bytes are there. The one catch-all of reading: a fault closes this connection only. */
  @Override
  public void readReady() {
    try {
      if (state == State.OPEN && !shard.intake().isOpen()) {
        holdBack();
      } else {
        read();
      }
    } catch (IOException broken) {
      drop();
    } catch (Throwable fault) {
      fail(fault);
    }
  }

  @Override
  public void writeReady() {
    flushNow();
  }

  /** Writes what waits, as far as the peer takes it. The one catch-all of writing. */
  void flushNow() {
    dirty = false;
    if (state == State.GONE) {
      return;
    }
    try {
      flush();
      handOverDrained();
    } catch (IOException broken) {
      drop();
    } catch (Throwable fault) {
      shard.events().fault(fault);
      drop();
    }
  }

  /** What the wheel comes for: the end of a close or of a patience, and the next ping. */
  @Override
  long onTime(long nowNanos) {
    if (state != State.OPEN) {
      drop();
      return nowNanos + CLOSE_NANOS;
    }
    switch (deadlines.whatIsDue(nowNanos)) {
      case SILENCE -> {
        shard.events().vanished();
        drop();
      }
      case EXPIRY -> close(CloseReason.TOKEN_EXPIRED);
      case MESSAGE -> {
        shard.events().unfinished();
        close(CloseReason.UNFINISHED);
      }
      case WAIT -> giveUp();
      case PING -> ping(nowNanos);
      case NOTHING -> {}
    }
    return state == State.OPEN ? deadlines.nextNanos(nowNanos) : nowNanos + CLOSE_NANOS;
  }

  private void scheduleNext() {
    shard.schedule(this, deadlines.nextNanos(shard.nanos()));
  }

  /** The stream is closed, by whomever; may come from another thread. */
  @Override
  public void handleEvent(StreamConnection closed) {
    if (shard.isCurrent()) {
      gone();
    } else {
      shard.execute(this::gone);
    }
  }

  /** Tells the session, once, that it is over. */
  void endSession() {
    Session ended = session;
    session = null;
    try {
      if (ended != null) {
        ended.closed();
      }
    } catch (Throwable fault) {
      shard.events().fault(fault);
    }
  }

  @Override
  public void forceTermination() {
    drop();
  }

  @Override
  public void terminated() {
    // the close listener of the stream hears of it
  }

  private void read() throws IOException {
    boolean tls = channel instanceof SslConnection;
    for (int round = tls ? TLS_ROUNDS : 1; round > 0; round--) {
      ByteBuffer in = shard.readBuffer();
      int count = channel.getSourceChannel().read(in);
      if (count < 0) {
        endInput();
      }
      if (count <= 0) {
        return;
      }
      deadlines.heard(shard.nanos());
      Unfinished before = unfinished;
      setUnfinished(shard.reader().read(in.flip(), before, this));
      if (unfinished == null) {
        deadlines.messageEnded();
      } else if (unfinished != before) {
        deadlines.messageBegan(shard.nanos());
        scheduleNext();
      }
    }
    if (tls) {
      channel.getSourceChannel().wakeupReads();
    }
  }

  /** The peer ended its half: the stream ends, after our close frame where one waits. */
  private void endInput() {
    inputEnded = true;
    channel.getSourceChannel().suspendReads();
    if (state != State.CLOSING) {
      drop();
    }
  }

  private void flush() throws IOException {
    ConduitStreamSinkChannel sink = channel.getSinkChannel();
    while (!outbox.isEmpty()) {
      ByteBuffer out = shard.writeBuffer();
      outbox.fill(out);
      outbox.wrote(sink.write(out.flip()));
      if (out.hasRemaining()) {
        stall();
        sink.flush();
        sink.resumeWrites();
        return;
      }
    }
    if (state == State.CLOSING) {
      state = State.FINISHED;
      sink.shutdownWrites();
    }
    if (!sink.flush()) {
      sink.resumeWrites();
    } else if (state == State.FINISHED && inputEnded) {
      drop();
    } else if (sink.isWriteResumed()) {
      sink.suspendWrites();
    }
  }

  private void stall() {
    boolean first = !outbox.isStalled();
    outbox.stalled();
    long next = deadlines.nextNanos(shard.nanos());
    if (first && state == State.OPEN) {
      shard.schedule(this, next);
    }
  }

  private void holdBack() {
    if (!deadlines.arePaused()) {
      deadlines.pause();
      shard.holdBack(this);
      shard.events().heldBack();
    }
    channel.getSourceChannel().suspendReads();
  }

  /** A stalled connection is not touched until its socket can take more. */
  private void flushLater() {
    if (!dirty && !outbox.isStalled()) {
      dirty = true;
      shard.flushLater(this);
    }
  }

  private void ping(long nowNanos) {
    deadlines.pinged(nowNanos);
    if (!outbox.isStalled()) {
      outbox.add(PING);
      flushLater();
    }
  }

  private void fail(Throwable fault) {
    shard.events().fault(fault);
    close(CloseReason.FAULT);
  }

  private void drop() {
    IoUtils.safeClose(channel);
  }

  private void gone() {
    if (state == State.GONE) {
      return;
    }
    state = State.GONE;
    setUnfinished(null);
    outbox.abandon();
    shard.cancel(this);
    shard.endLater(this);
    connections.left();
    shard.events().closed(endedBy);
  }
}
