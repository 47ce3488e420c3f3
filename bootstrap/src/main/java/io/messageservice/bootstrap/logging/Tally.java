package io.messageservice.bootstrap.logging;

import java.time.Duration;

/** Counts events of which a line is logged only now and then. Guarded by itself. */
final class Tally {

  private final long intervalNanos;
  private long dueNanos;
  private long count;

  Tally(Duration interval, long nowNanos) {
    this.intervalNanos = interval.toNanos();
    this.dueNanos = nowNanos;
  }

  /** One more: how many are to be logged now, this one included; 0 where it is too early. */
  synchronized long add(long nowNanos) {
    count++;
    if (nowNanos - dueNanos < 0) {
      return 0;
    }
    dueNanos = nowNanos + intervalNanos;
    return take();
  }

  /** How many were not logged; from now on none. */
  synchronized long take() {
    long taken = count;
    count = 0;
    return taken;
  }
}
