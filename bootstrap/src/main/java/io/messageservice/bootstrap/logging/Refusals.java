package io.messageservice.bootstrap.logging;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Logs rejected clients, {@code refused reason=… count=…}: of each reason a line in a second at
 * most, which counts all since the one before. Any thread may call. Reasons come from a closed set.
 */
final class Refusals {

  private static final Duration INTERVAL = Duration.ofSeconds(1);

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
    log(reason, tallies.computeIfAbsent(reason, r -> new Tally(INTERVAL, now)).add(now));
  }

  /** Logs what is counted and not yet logged. */
  void flush() {
    tallies.forEach((reason, tally) -> log(reason, tally.take()));
  }

  private void log(String reason, long count) {
    if (count > 0) {
      log.info("refused reason={} count={}", reason, count);
    }
  }
}
