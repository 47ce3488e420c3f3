package io.messageservice.bootstrap.logging;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Logs warnings that others can cause at any rate: of each event one line in ten seconds at most,
 * with {@code suppressed=}, how many there were since the last one. Any thread may call. Events
 * come from a closed set.
 */
final class Warnings {

  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final Logger log;
  private final LongSupplier nanoTime;
  private final Map<String, Tally> tallies = new ConcurrentHashMap<>();

  /**
   * @param nanoTime a monotonic clock, as {@link System#nanoTime}
   */
  Warnings(Logger log, LongSupplier nanoTime) {
    this.log = log;
    this.nanoTime = nanoTime;
  }

  /**
   * Warns, unless that was done lately.
   *
   * @param details of this one, as {@code name=value}
   */
  void warn(String event, String details) {
    long now = nanoTime.getAsLong();
    long count = tallies.computeIfAbsent(event, e -> new Tally(INTERVAL, now)).add(now);
    if (count > 0) {
      log.warn("{} {} suppressed={}", event, details, count - 1);
    }
  }
}
