package io.messageservice.adapter.websocket;

import java.nio.ByteBuffer;

/** What the connections of one event loop read and write with. Only the loop's thread may call. */
final class LoopBuffers {

  private static final int READ_BYTES = 64 << 10;
  private static final int WRITE_BYTES = 128 << 10;

  private final FrameReader reader;
  private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
  private final ByteBuffer out = ByteBuffer.allocateDirect(WRITE_BYTES);

  LoopBuffers(FrameLimits limits) {
    this.reader = new FrameReader(limits);
  }

  FrameReader reader() {
    return reader;
  }

  /** Where a connection reads to; borrowed until it returns to the loop. */
  ByteBuffer in() {
    return in.clear();
  }

  /** Where a connection writes from; borrowed until it returns to the loop. */
  ByteBuffer out() {
    return out.clear();
  }
}
