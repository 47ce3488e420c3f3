package io.messageservice.adapter.webhook;

import java.time.Duration;

/** Pauses between attempts: each about twice the one before, none at a time that others foresee. */
final class Backoff {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final int MAX_DOUBLINGS = 20;

  private Backoff() {}

  /**
   * How long to wait.
   *
   * @param attempt from 1
   * @param most how long a pause can be
   * @param chance from 0 to 1: half of the pause depends on it
   */
  static long nanos(int attempt, Duration most, double chance) {
    long whole = Math.min(most.toNanos(), FIRST.toNanos() << Math.min(attempt - 1, MAX_DOUBLINGS));
    return (long) (whole * (0.5 + chance / 2));
  }
}
