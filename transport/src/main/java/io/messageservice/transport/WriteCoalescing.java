package io.messageservice.transport;

import java.util.concurrent.TimeUnit;

/**
 * How long an event loop waits for more before it writes. Only its thread may call.
 *
 * <p>A write costs the kernel much the same for one frame as for ten. Where frames are few each is
 * written at the end of its turn; where they are many, a turn's end waits for a moment, and what
 * comes in it goes out with the same writes.
 */
final class WriteCoalescing {

  /** From so many frames in a period on it is worth waiting. */
  static final int BUSY_FRAMES = 200;

  /** Over which frames are counted. */
  static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final long windowNanos;
  private long periodStart;
  private int frames;
  private boolean busy;

  /**
   * @param windowNanos how long a busy loop waits; 0: never
   */
  WriteCoalescing(long windowNanos) {
    this.windowNanos = windowNanos;
  }

  /** A frame is to be written. */
  void count() {
    frames++;
  }

  /** How long to wait now before writing. */
  long delayNanos(long nowNanos) {
    long elapsed = nowNanos - periodStart;
    if (elapsed >= PERIOD_NANOS) {
      busy = frames >= BUSY_FRAMES && frames * PERIOD_NANOS >= BUSY_FRAMES * elapsed;
      frames = 0;
      periodStart = nowNanos;
    }
    return busy ? windowNanos : 0;
  }
}
