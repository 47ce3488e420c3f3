package io.messageservice.bootstrap.config;

import java.time.Duration;

/**
 * How often something may happen: a bucket of {@code burst} that is refilled with {@code count}
 * every {@code per}.
 *
 * @param count refilled in each period; 0 where the rate is off
 * @param per the period
 * @param burst the most at once
 */
public record Rate(int count, Duration per, int burst) {

  /** No limit. */
  public static final Rate OFF = new Rate(0, Duration.ofSeconds(1), 0);

  /** Whether there is no limit. */
  public boolean isOff() {
    return count == 0;
  }
}
