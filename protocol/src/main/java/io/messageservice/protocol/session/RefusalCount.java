package io.messageservice.protocol.session;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many commands of a user were refused because they exceeded the rate, within a minute that
 * begins with the first of them. Any thread may call; one atomic number, no lock.
 */
final class RefusalCount {

  /** As many in a minute are answered; with the next one the connection is closed. */
  static final int MAX_ANSWERED = 5_000;

  private static final long MINUTE_MILLIS = 60_000;
  private static final long NANOS_OF_A_MILLI = 1_000_000;
  private static final int COUNT_BITS = 16;
  private static final long COUNT_MASK = (1 << COUNT_BITS) - 1;

  private final long originNanos;

  /** When the minute began, in milliseconds since the origin, and below that the count. */
  private final AtomicLong minute = new AtomicLong();

  /** None yet. */
  RefusalCount(long nowNanos) {
    this.originNanos = nowNanos;
  }

  /**
   * Counts one more.
   *
   * @return whether it is still to be answered
   */
  boolean add(long nowNanos) {
    long now = millis(nowNanos);
    while (true) {
      long before = minute.get();
      boolean begins = isOver(before, now);
      if (!begins && count(before) > MAX_ANSWERED) {
        return false;
      }
      long after = begins ? now << COUNT_BITS | 1 : before + 1;
      if (minute.compareAndSet(before, after)) {
        return count(after) <= MAX_ANSWERED;
      }
    }
  }

  /** Whether nothing is counted any more. */
  boolean isOver(long nowNanos) {
    return isOver(minute.get(), millis(nowNanos));
  }

  private static boolean isOver(long minute, long nowMillis) {
    return count(minute) == 0 || nowMillis - (minute >>> COUNT_BITS) >= MINUTE_MILLIS;
  }

  private static long count(long minute) {
    return minute & COUNT_MASK;
  }

  private long millis(long nowNanos) {
    return Math.max(0, (nowNanos - originNanos) / NANOS_OF_A_MILLI);
  }
}
