package io.messageservice.adapter.webhook;

import java.time.Duration;

/**
 * Whether the receiver seems to work. After some failures in a row it gets one call at a time, each
 * after a longer pause, until one is acknowledged. One thread at a time may call.
 */
final class SendCircuit {

  /** The most calls that are under way. */
  static final int MAX_CALLS = 16;

  private static final int FAILURES = 5;

  private static final Duration MAX_PAUSE = Duration.ofSeconds(30);

  private int failures;
  private int pauses;
  private long pauseEndNanos;

  boolean isOpen() {
    return failures >= FAILURES;
  }

  /** Whether one more call may begin beside those that are under way. */
  boolean admits(int underWay, long nowNanos) {
    return isOpen() ? underWay == 0 && nowNanos - pauseEndNanos >= 0 : underWay < MAX_CALLS;
  }

  /** A call failed. Those that were begun before the pause do not make it longer. */
  void failed(long nowNanos, double chance) {
    failures++;
    if (isOpen() && (pauses == 0 || nowNanos - pauseEndNanos >= 0)) {
      pauses++;
      pauseEndNanos = nowNanos + Backoff.nanos(pauses, MAX_PAUSE, chance);
    }
  }

  /**
   * A call was acknowledged.
   *
   * @return whether the receiver failed before
   */
  boolean acknowledged() {
    boolean failed = isOpen();
    failures = 0;
    pauses = 0;
    return failed;
  }
}
