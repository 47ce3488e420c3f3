package io.messageservice.client;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: twice as long each time, up to a limit, with jitter
 * over the upper half so that clients which were cut off together do not come back together. One
 * thread at a time.
 */
final class ReconnectDelay {

  /** Before the second attempt. */
  static final Duration FIRST = Duration.ofMillis(500);

  private static final int MOST_DOUBLINGS = 10;

  /** After the answer that it was too much, an attempt waits as if so many more had failed. */
  private static final int OVERLOAD_FAILURES = 3;

  private final long longestMillis;
  private final DoubleSupplier chance;
  private int failures;

  /**
   * @param chance from 0 (with) to 1 (without)
   */
  ReconnectDelay(Duration longest, DoubleSupplier chance) {
    this.longestMillis = longest.toMillis();
    this.chance = chance;
  }

  /** After a failure. */
  Duration next() {
    int doublings = Math.min(failures++, MOST_DOUBLINGS);
    long millis = Math.min(longestMillis, FIRST.toMillis() << doublings);
    return Duration.ofMillis(millis / 2 + (long) (millis / 2.0 * chance.getAsDouble()));
  }

  /** After the service answered that it has too much to do. */
  Duration nextOfOverload() {
    failures += OVERLOAD_FAILURES;
    return next();
  }

  /** After a success. */
  void reset() {
    failures = 0;
  }
}
