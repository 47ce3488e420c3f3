package io.messageservice.domain.limit;

/**
 * What one client may still do under a {@link Rate}: the generic cell rate algorithm (ITU-T I.371),
 * a token bucket in one number. One thread may call.
 */
public final class Allowance {

  /** When the bucket would be full again, on the caller's clock. */
  private long fullAtNanos;

  /** Full at the given reading of the clock. */
  public Allowance(long nowNanos) {
    this.fullAtNanos = nowNanos;
  }

  /**
   * Takes one permit.
   *
   * @param nowNanos a reading of a monotonic clock, as of {@link System#nanoTime}
   * @return whether there was one
   */
  public boolean take(Rate rate, long nowNanos) {
    long full = rate.fullAfterOneMore(fullAtNanos, nowNanos);
    if (!rate.allows(full, nowNanos)) {
      return false;
    }
    fullAtNanos = full;
    return true;
  }

  /**
   * How long until a permit can be taken: 0 where there is one now. Takes nothing.
   *
   * @param nowNanos a reading of a monotonic clock, as of {@link System#nanoTime}
   */
  public long nanosUntilPermit(Rate rate, long nowNanos) {
    return rate.nanosUntilPermit(fullAtNanos, nowNanos);
  }

  /** Whether nothing is used up. */
  boolean isFull(long nowNanos) {
    return fullAtNanos - nowNanos <= 0;
  }
}
