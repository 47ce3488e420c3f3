package io.messageservice.transport;

import io.messageservice.domain.limit.Rate;
import java.time.Duration;
import java.util.Optional;

/**
 * How connections behave, whatever carries them.
 *
 * @param closeOnTokenExpiry whether a connection ends with its token; otherwise it outlives it
 * @param heartbeatInterval between heartbeats; a connection that received no byte for two of them
 *     is dropped
 * @param softLimitBytes what may wait for a connection before ephemeral frames are dropped
 * @param hardLimitBytes what may wait for a connection before it is closed as too slow
 * @param maxWait how long a frame may wait for a connection that does not take all, before that is
 *     closed as too slow: at least this long, at most twice
 * @param messageTime how long a message of a client may take from its first byte to its last
 * @param maxConnections how many connections the node accepts
 * @param coalescingWindow how long a busy event loop waits for more before it writes; zero: never
 * @param refusedHandshakes how often an address gets the reason why it is refused; past that it is
 *     asked to slow down; empty for any number
 */
public record TransportConfig(
    boolean closeOnTokenExpiry,
    Duration heartbeatInterval,
    int softLimitBytes,
    int hardLimitBytes,
    Duration maxWait,
    Duration messageTime,
    int maxConnections,
    Duration coalescingWindow,
    Optional<Rate> refusedHandshakes) {

  /** Everything at the value that the contract gives it. */
  public static final TransportConfig DEFAULT =
      new TransportConfig(
          true,
          Duration.ofSeconds(30),
          256 << 10,
          2 << 20,
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          100_000,
          Duration.ofMillis(2),
          Optional.empty());

  /**
   * @throws IllegalArgumentException where a number is not positive, or the limits contradict each
   *     other
   */
  public TransportConfig {
    require(heartbeatInterval.toMillis() > 0, "heartbeatInterval is positive");
    require(softLimitBytes > 0, "softLimitBytes is positive");
    require(hardLimitBytes >= softLimitBytes, "hardLimitBytes is not below softLimitBytes");
    require(maxWait.toMillis() > 0, "maxWait is positive");
    require(messageTime.toMillis() > 0, "messageTime is positive");
    require(maxConnections > 0, "maxConnections is positive");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
