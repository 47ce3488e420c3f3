package io.messageservice.domain.limit;

/**
 * How much may be done: so many in each period, and a burst of so many at once.
 *
 * @param permits how many a period brings
 * @param periodNanos the period, in nanoseconds
 * @param burst the most that can be saved up
 */
public record Rate(long permits, long periodNanos, long burst) {

  public Rate {
    if (permits < 1 || periodNanos < 1 || burst < 1) {
      throw new IllegalArgumentException("a rate has at least one permit, nanosecond and burst");
    }
    if (burst > Long.MAX_VALUE / 2 / Math.max(1, periodNanos / permits)) {
      throw new IllegalArgumentException("a burst is saved up within a century");
    }
  }

  /**
   * When an allowance would be full again after one permit more.
   *
   * @param fullAtNanos when it would be full without that, on the same clock
   * @param nowNanos a reading of a monotonic clock, as of {@link System#nanoTime}
   */
  public long fullAfterOneMore(long fullAtNanos, long nowNanos) {
    long start = fullAtNanos - nowNanos > 0 ? fullAtNanos : nowNanos;
    return start + nanosPerPermit();
  }

  /** Whether an allowance that is full again only then was not exceeded. */
  public boolean allows(long fullAtNanos, long nowNanos) {
    return fullAtNanos - nowNanos <= burst * nanosPerPermit();
  }

  /**
   * How long until an allowance may be used again: 0 where it may be now.
   *
   * @param fullAtNanos when it would be full, on the same clock
   * @param nowNanos a reading of a monotonic clock, as of {@link System#nanoTime}
   */
  public long nanosUntilPermit(long fullAtNanos, long nowNanos) {
    long used = Math.max(0, fullAtNanos - nowNanos);
    return Math.max(0, used - (burst - 1) * nanosPerPermit());
  }

  private long nanosPerPermit() {
    return Math.max(1, periodNanos / permits);
  }
}
