package io.messageservice.adapter.redis.bridge;

import java.time.Duration;

/**
 * How commands are taken.
 *
 * @param left how long a command may be under way before another node takes it; longer than any
 *     takes
 * @param memory how long the id of a notice is remembered
 * @param retry after how long what failed is tried again
 */
public record CommandStreamConfig(Duration left, Duration memory, Duration retry) {

  /** As it is usual. */
  public static final CommandStreamConfig USUAL =
      new CommandStreamConfig(Duration.ofSeconds(15), Duration.ofDays(1), Duration.ofSeconds(1));
}
