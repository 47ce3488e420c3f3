package io.messageservice.protocol.simulation.schedule;

import java.time.Duration;
import java.time.Instant;

/**
 * The wall clock, which may jump. Nodes that share one do not follow at once: they go over to it
 * slowly, all at the same pace, as they do where Redis tells the time.
 */
public final class SimulatedClock {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** Of the time that passes, how much is gained or lost. */
  private static final int PACE = 20;

  private final Scheduler scheduler;
  private final boolean shared;
  private long jumpedNanos;
  private long aheadNanos;
  private long lookedAt;

  public SimulatedClock(Scheduler scheduler, boolean shared) {
    this.scheduler = scheduler;
    this.shared = shared;
  }

  /** It jumps. */
  public void jump(Duration ahead) {
    look();
    jumpedNanos += ahead.toNanos();
  }

  /** What it shows itself. */
  public Instant wall() {
    return START.plusNanos(scheduler.nanos() + jumpedNanos);
  }

  /** What nodes make of it. */
  public Instant ofNodes() {
    look();
    return START.plusNanos(scheduler.nanos() + aheadNanos);
  }

  private void look() {
    long passed = scheduler.nanos() - lookedAt;
    lookedAt = scheduler.nanos();
    long most = shared ? passed / PACE : Long.MAX_VALUE;
    aheadNanos += Math.max(-most, Math.min(most, jumpedNanos - aheadNanos));
  }
}
