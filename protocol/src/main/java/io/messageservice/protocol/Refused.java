package io.messageservice.protocol;

/**
 * How many commands of a connection were refused for want of rate, by the minute. Only the shard's
 * thread may call.
 */
final class Refused {

  /** So many in a minute are borne. */
  static final int MAX_BORNE = 5_000;

  private static final long MINUTE_NANOS = 60_000_000_000L;

  private long minuteBegan;
  private int count;

  /** None yet. */
  Refused(long nowNanos) {
    this.minuteBegan = nowNanos;
  }

  /**
   * One more.
   *
   * @return whether it is still to be borne
   */
  boolean add(long nowNanos) {
    if (nowNanos - minuteBegan >= MINUTE_NANOS) {
      minuteBegan = nowNanos;
      count = 0;
    }
    return ++count <= MAX_BORNE;
  }
}
