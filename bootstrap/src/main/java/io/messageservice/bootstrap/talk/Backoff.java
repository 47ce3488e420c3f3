package io.messageservice.bootstrap.talk;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: twice as long each time, up to 5 s, with jitter over
 * the upper half so that clients which were cut off together do not come back together.
 */
final class Backoff {

  private static final long FIRST_MILLIS = 500;
  private static final long LONGEST_MILLIS = 5_000;

  private final DoubleSupplier chance;
  private int failures;

  /**
   * @param chance from 0 (with) to 1 (without)
   */
  Backoff(DoubleSupplier chance) {
    this.chance = chance;
  }

  /** After a failure. */
  Duration next() {
    long longest = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures++, 10));
    return Duration.ofMillis(longest / 2 + (long) (longest / 2.0 * chance.getAsDouble()));
  }

  /** After a success. */
  void reset() {
    failures = 0;
  }
}
