package io.messageservice.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** Waits until something is so, or until time has passed. */
final class Waiting {

  /** How long anything may take. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

  private Waiting() {}

  static void await(String what, BooleanSupplier there) {
    Awaitility.await(what)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(LOOK_AGAIN)
        .until(there::getAsBoolean);
  }

  static void pause(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}
