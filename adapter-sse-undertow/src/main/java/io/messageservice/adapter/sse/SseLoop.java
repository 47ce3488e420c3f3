package io.messageservice.adapter.sse;

import io.messageservice.transport.TransportEventLoop;
import java.nio.ByteBuffer;

/** What the streams of one event loop share. Only the loop's thread may call. */
final class SseLoop {

  private static final int WRITE_BYTES = 128 << 10;

  private final TransportEventLoop loop;
  private final SentFrameReader frames = new SentFrameReader();
  private final ByteBuffer out = ByteBuffer.allocateDirect(WRITE_BYTES);

  SseLoop(TransportEventLoop loop) {
    this.loop = loop;
  }

  /** Any thread may call. */
  TransportEventLoop loop() {
    return loop;
  }

  SentFrameReader frames() {
    return frames;
  }

  /** Where a connection writes from; borrowed until it returns to the loop. */
  ByteBuffer out() {
    return out.clear();
  }
}
