package io.messageservice.adapter.websocket;

import io.messageservice.domain.limit.Rate;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How the transport behaves.
 *
 * @param allowedOrigins origins whose pages may connect, besides those of the service's own host
 *     name; {@code scheme://host[:port]}
 * @param tokenInQuery whether {@code ?token=} is read
 * @param closeOnTokenExpiry whether a connection ends with its token; otherwise it outlives it
 * @param heartbeatInterval between pings; a connection from which no byte came for two of them is
 *     dropped
 * @param maxFrameBytes the largest payload of a frame, and of a message of fragments
 * @param softLimitBytes what may wait for a connection before ephemeral frames are dropped
 * @param hardLimitBytes what may wait for a connection before it is closed with 1013
 * @param maxWait how long a frame may wait for a connection that does not take all, before that is
 *     closed with 1013: at least this long, at most twice
 * @param messageTime how long a frame, or a message of fragments, may take from its first byte to
 *     its last; past it: close 1008
 * @param maxConnections how many connections the node takes; further ones are answered with 503
 * @param refusedHandshakes how often an address is told why its handshake is refused; past that it
 *     is told 429; empty for any number
 * @param coalescingWindow how long a busy I/O thread waits for more before it writes; zero: never
 */
public record WebSocketConfig(
    Set<String> allowedOrigins,
    boolean tokenInQuery,
    boolean closeOnTokenExpiry,
    Duration heartbeatInterval,
    int maxFrameBytes,
    int softLimitBytes,
    int hardLimitBytes,
    Duration maxWait,
    Duration messageTime,
    int maxConnections,
    Optional<Rate> refusedHandshakes,
    Duration coalescingWindow) {

  /** Everything at the value that the contract gives it. */
  public static final WebSocketConfig DEFAULT =
      new WebSocketConfig(
          Set.of(),
          true,
          true,
          Duration.ofSeconds(30),
          256 << 10,
          256 << 10,
          2 << 20,
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          100_000,
          Optional.empty(),
          Duration.ofMillis(2));

  /**
   * @throws IllegalArgumentException where a number is not positive, or the limits contradict each
   *     other
   */
  public WebSocketConfig {
    allowedOrigins = Set.copyOf(allowedOrigins);
    require(heartbeatInterval.toMillis() > 0, "heartbeatInterval is positive");
    require(maxFrameBytes > 0, "maxFrameBytes is positive");
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
