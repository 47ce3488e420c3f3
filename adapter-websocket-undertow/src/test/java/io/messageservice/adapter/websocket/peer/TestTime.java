package io.messageservice.adapter.websocket.peer;

import io.messageservice.transport.Clocks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** Clocks that stand still until they are told to go on. */
public final class TestTime {

  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicLong nanos = new AtomicLong();

  public Clocks clocks() {
    return new Clocks(nanos::get, () -> START.plusNanos(nanos.get()));
  }

  /** The clocks of the machine. */
  public static Clocks real() {
    long start = System.nanoTime();
    return new Clocks(() -> System.nanoTime() - start, InstantSource.system());
  }

  public void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }
}
