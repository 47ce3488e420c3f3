package io.messageservice.architecture.inmemory;

import io.messageservice.protocol.CloseReason;
import io.messageservice.transport.TransportConnection;
import io.messageservice.transport.TransportEventLoop;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

/** A connection to a client of the same process. Only the thread of its event loop may call. */
final class InMemoryConnection extends TransportConnection {

  private static final int BUFFER_BYTES = 1_000;
  private static final byte[] NOTHING = {};

  private final InMemoryClient client;

  /** Texts that came and are not read. */
  private final Queue<String> input = new ArrayDeque<>();

  private boolean reading;

  InMemoryConnection(TransportEventLoop loop, InMemoryClient client) {
    super("in-memory", loop, InMemoryOutbox::new);
    this.client = client;
  }

  void textCame(String text) {
    input.add(text);
    read();
  }

  private void read() {
    while (reading && !input.isEmpty() && mayRead()) {
      byte[] utf8 = input.remove().getBytes(StandardCharsets.UTF_8);
      received(utf8.length);
      if (isOpen()) {
        deliver(utf8);
      }
    }
  }

  private void deliver(byte[] utf8) {
    try {
      receivedText(utf8, 0, utf8.length);
    } catch (RuntimeException fault) {
      fail(fault);
    }
  }

  @Override
  protected void takeOver() {
    // nothing comes before reads are resumed
  }

  @Override
  protected void resumeReads() {
    reading = true;
    loop().execute(this::read);
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
    input.clear();
  }

  @Override
  protected byte[] heartbeatFrame() {
    return NOTHING;
  }

  @Override
  protected byte[] closeFrame(CloseReason reason) {
    return InMemoryOutbox.close(reason);
  }

  @Override
  protected void flush() {
    while (!outbox().isEmpty()) {
      ByteBuffer out = ByteBuffer.allocate(BUFFER_BYTES);
      outbox().fill(out);
      client.take(out.flip());
      wrote(out.position());
      if (out.hasRemaining()) {
        stalled();
        return;
      }
    }
    if (!isOpen()) {
      drop();
    }
  }

  @Override
  protected void drop() {
    client.end();
    channelClosed();
  }
}
