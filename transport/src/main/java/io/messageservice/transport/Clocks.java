package io.messageservice.transport;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks of a transport: one for intervals, which never goes back, and the wall clock, for
 * tokens.
 *
 * @param nanos nanoseconds from any fixed point, not negative
 */
public record Clocks(LongSupplier nanos, InstantSource wall) {

  private static final Duration FAR = Duration.ofDays(3650);

  /** When the moment of the wall clock comes, in nanoseconds; never more than ten years away. */
  long nanosAt(Instant moment) {
    Duration ahead = Duration.between(wall.instant(), moment);
    long now = nanos.getAsLong();
    if (ahead.compareTo(FAR) > 0) {
      return now + FAR.toNanos();
    }
    return ahead.compareTo(FAR.negated()) < 0 ? now - FAR.toNanos() : now + ahead.toNanos();
  }
}
