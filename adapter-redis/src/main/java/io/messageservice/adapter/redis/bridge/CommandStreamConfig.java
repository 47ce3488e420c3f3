package io.messageservice.adapter.redis.bridge;

import java.time.Duration;

/**
 * How commands are taken.
 *
 * @param left how long a command waits for another node after the one that took it gave its last
 *     sign, as it does about ten times a second; by the monotonic clocks of the others
 * @param memory how long the id of a notice is remembered, by the clock of Redis, which may jump:
 *     so for longer than is promised
 * @param retry after how long what failed is tried again
 */
public record CommandStreamConfig(Duration left, Duration memory, Duration retry) {

  /** As it is usual. */
  public static final CommandStreamConfig USUAL =
      new CommandStreamConfig(Duration.ofSeconds(15), Duration.ofDays(2), Duration.ofSeconds(1));
}
