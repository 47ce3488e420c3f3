package io.messageservice.load;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Waits until something is so, or until time has passed. */
final class Waiting {

  /** How long anything may take, and how long nothing may happen. */
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

  /** Waits for all of them, as long as there are more and more that are done. */
  static <T> void awaitAll(String what, Collection<T> all, Predicate<T> isDone) {
    long open = all.size();
    while (open > 0) {
      long before = open;
      await(what, () -> open(all, isDone) < before);
      open = open(all, isDone);
    }
  }

  private static <T> long open(Collection<T> all, Predicate<T> isDone) {
    return all.stream().filter(isDone.negate()).count();
  }

  static void pause(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}
