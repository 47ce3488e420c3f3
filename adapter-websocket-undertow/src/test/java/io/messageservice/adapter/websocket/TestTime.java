package io.messageservice.adapter.websocket;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Clocks that stand still until they are told to go on. */
final class TestTime {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicLong nanos = new AtomicLong();

  Time time() {
    return new Time(nanos::get, () -> START.plusNanos(nanos.get()));
  }

  void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }
}
