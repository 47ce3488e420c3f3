package io.messageservice.bootstrap.demo;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The clock on which the processes of a demo agree: they run on one machine. */
final class DemoClock {

  private DemoClock() {}

  /** Microseconds since 1970. */
  static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }
}
