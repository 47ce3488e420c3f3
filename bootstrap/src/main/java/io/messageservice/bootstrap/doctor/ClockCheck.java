package io.messageservice.bootstrap.doctor;

import io.messageservice.bootstrap.figure.FigureText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Whether both clocks of this machine go on steadily. */
record ClockCheck(InstantSource wall, LongSupplier monotonic) implements DoctorCheck {

  private static final String NAME = "clock";

  private static final long LOOK_NANOS = 200_000_000;
  private static final long PAUSE_NANOS = 1_000_000;
  private static final Duration MOST = Duration.ofMillis(50);

  @Override
  public List<Finding> look() {
    Instant begunAt = wall.instant();
    long begun = monotonic.getAsLong();
    long last = begun;
    boolean back = false;
    while (last - begun < LOOK_NANOS && !back) {
      LockSupport.parkNanos(PAUSE_NANOS);
      long now = monotonic.getAsLong();
      back = now < last;
      last = now;
    }
    Duration passed = Duration.between(begunAt, wall.instant());
    return List.of(judge(back, passed.minusNanos(last - begun)));
  }

  /**
   * @param back whether the monotonic clock went back
   * @param jumped by how much more time has passed by the clock on the wall
   */
  static Finding judge(boolean back, Duration jumped) {
    if (back) {
      return Finding.fail(
          NAME,
          "The monotonic clock goes back.",
          "Look for another clock source of the kernel or the hypervisor: leases and timeouts go by"
              + " it.");
    }
    return jumped.abs().compareTo(MOST) > 0
        ? Finding.warn(
            NAME,
            "The time of day jumped by "
                + FigureText.millis(jumped.toNanos())
                + " while it was looked at.",
            "Let one service for the time slew the clock instead of setting it.")
        : Finding.ok(NAME, "The time of day and the monotonic clock go alike.");
  }
}
