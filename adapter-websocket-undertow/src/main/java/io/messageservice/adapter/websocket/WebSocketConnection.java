package io.messageservice.adapter.websocket;

import io.messageservice.protocol.CloseReason;
import io.messageservice.transport.Outbox;
import io.messageservice.transport.TransportConnection;
import io.messageservice.transport.TransportEventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.WriteReadyHandler;
import org.xnio.ssl.SslConnection;

/**
 * One WebSocket connection over an upgraded stream: bytes to frames, and frames to bytes. Only the
 * thread of its event loop may call.
 *
 * <p>After our close frame our half of the stream is shut, and the stream ends with the peer's
 * half.
 */
final class WebSocketConnection extends TransportConnection
    implements FrameSink, ReadReadyHandler, WriteReadyHandler, ChannelListener<StreamConnection> {

  private static final byte[] PING = ServerFrame.of(Opcode.PING, new byte[0], 0, 0);

  /** A TLS stream may hold more than its socket shows: it is read until it is empty, in rounds. */
  private static final int TLS_ROUNDS = 4;

  private final StreamConnection channel;
  private final LoopBuffers buffers;
  private boolean inputEnded;
  private boolean outputEnded;
  private @Nullable Unfinished unfinished;

  /** What of it is held in the account. */
  private int unfinishedBytes;

  WebSocketConnection(StreamConnection channel, TransportEventLoop loop, LoopBuffers buffers) {
    super("websocket", loop, WebSocketOutbox::new);
    this.channel = channel;
    this.buffers = buffers;
  }

  @Override
  protected void takeOver() {
    channel.getSourceChannel().setReadListener(null);
    channel.getSinkChannel().setWriteListener(null);
    channel.getSourceChannel().getConduit().setReadReadyHandler(this);
    channel.getSinkChannel().getConduit().setWriteReadyHandler(this);
    channel.setCloseListener(this);
  }

  @Override
  protected void resumeReads() {
    if (!inputEnded) {
      channel.getSourceChannel().resumeReads();
    }
  }

  @Override
  protected void suspendReads() {
    channel.getSourceChannel().suspendReads();
  }

  @Override
  protected void wakeUpReads() {
    channel.getSourceChannel().wakeupReads();
  }

  @Override
  protected void discardInput() {
    setUnfinished(null);
  }

  private void setUnfinished(@Nullable Unfinished now) {
    unfinished = now;
    int bytes = now == null ? 0 : now.heldBytes();
    if (bytes != unfinishedBytes) {
      memory().change(bytes - unfinishedBytes);
      unfinishedBytes = bytes;
    }
  }

  @Override
  protected byte[] heartbeatFrame() {
    return PING;
  }

  @Override
  protected byte[] closeFrame(CloseReason reason) {
    return ServerFrame.close(CloseCode.of(reason.cause()), reason.text());
  }

  /** Sends a binary message; the service has none, an echo server does. */
  void sendBinary(byte[] payload) {
    if (isOpen()) {
      outbox().add(ServerFrame.of(Opcode.BINARY, payload, 0, payload.length));
      flushLater();
    }
  }

  @Override
  public boolean isReading() {
    return isOpen();
  }

  @Override
  public void text(byte[] buffer, int offset, int length) {
    receivedText(buffer, offset, length);
  }

  @Override
  public void binary(byte[] buffer, int offset, int length) {
    if (session() instanceof BinarySession taker) {
      taker.binary(buffer, offset, length);
    } else {
      violated(CloseCode.UNSUPPORTED, "text only");
    }
  }

  @Override
  public void ping(byte[] buffer, int offset, int length) {
    outbox().addLatest(ServerFrame.of(Opcode.PONG, buffer, offset, length));
    flushLater();
  }

  @Override
  public void pong() {
    // that something was received is all there is to know
  }

  @Override
  public void closed(int code) {
    close(CloseReason.Cause.CLIENT, ServerFrame.close(code, ""));
  }

  @Override
  public void violated(int code, String reason) {
    close(CloseCode.violation(code), ServerFrame.close(code, reason));
  }

  /** Bytes are there. The one catch-all of reading: a fault closes this connection only. */
  @Override
  public void readReady() {
    try {
      if (mayRead()) {
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

  /** The stream is closed, by either side; may come from another thread. */
  @Override
  public void handleEvent(StreamConnection closed) {
    channelClosed();
  }

  @Override
  public void forceTermination() {
    drop();
  }

  @Override
  public void terminated() {
    // the close listener of the stream is called as well
  }

  @Override
  protected void drop() {
    IoUtils.safeClose(channel);
  }

  private void read() throws IOException {
    boolean tls = channel instanceof SslConnection;
    for (int round = tls ? TLS_ROUNDS : 1; round > 0; round--) {
      ByteBuffer in = buffers.in();
      int count = channel.getSourceChannel().read(in);
      if (count < 0) {
        endInput();
      }
      if (count <= 0) {
        return;
      }
      received(count);
      Unfinished before = unfinished;
      setUnfinished(buffers.reader().read(in.flip(), before, this));
      if (unfinished == null) {
        messageEnded();
      } else if (unfinished != before) {
        messageBegan();
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
    if (isOpen() || outputEnded) {
      drop();
    }
  }

  @Override
  protected void flush() throws IOException {
    ConduitStreamSinkChannel sink = channel.getSinkChannel();
    Outbox outbox = outbox();
    while (!outbox.isEmpty()) {
      ByteBuffer out = buffers.out();
      outbox.fill(out);
      wrote(sink.write(out.flip()));
      if (out.hasRemaining()) {
        stalled();
        sink.flush();
        sink.resumeWrites();
        return;
      }
    }
    if (!isOpen() && !outputEnded) {
      outputEnded = true;
      sink.shutdownWrites();
    }
    if (!sink.flush()) {
      sink.resumeWrites();
    } else if (outputEnded && inputEnded) {
      drop();
    } else if (sink.isWriteResumed()) {
      sink.suspendWrites();
    }
  }
}
