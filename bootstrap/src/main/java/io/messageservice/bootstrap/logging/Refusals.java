package io.messageservice.bootstrap.logging;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Logs whom the service turned away, {@code refused reason=… count=…}: of each reason a line in a
 * second at most, which counts all since the one before. Any thread may call. Reasons come from a
 * closed set.
 */
final class Refusals {

  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Logger log;
  private final LongSupplier nanoTime;
  private final Map<String, Tally> tallies = new ConcurrentHashMap<>();

  /**
   * @param nanoTime a monotonic clock, as {@link System#nanoTime}
   */
  Refusals(Logger log, LongSupplier nanoTime) {
    this.log = log;
    this.nanoTime = nanoTime;
  }

  /** One more. */
  void add(String reason) {
    long now = nanoTime.getAsLong();
    log(reason, tallies.computeIfAbsent(reason, r -> new Tally(now)).add(now));
  }

  /** Logs what is counted and not yet told. */
  void flush() {
    tallies.forEach((reason, tally) -> log(reason, tally.take()));
  }

  private void log(String reason, long count) {
    if (count > 0) {
      log.info("refused reason={} count={}", reason, count);
    }
  }

  /** Guarded by itself. */
  private static final class Tally {
    private long dueNanos;
    private long count;

    Tally(long nowNanos) {
      this.dueNanos = nowNanos;
    }

    /** How many are to be told of now. */
    synchronized long add(long nowNanos) {
      count++;
      if (nowNanos - dueNanos < 0) {
        return 0;
      }
      dueNanos = nowNanos + SECOND_NANOS;
      return take();
    }

    synchronized long take() {
      long taken = count;
      count = 0;
      return taken;
    }
  }
}
