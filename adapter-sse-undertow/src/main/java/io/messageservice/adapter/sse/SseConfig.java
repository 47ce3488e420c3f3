package io.messageservice.adapter.sse;

import java.time.Duration;
import java.util.Set;

/**
 * Which streams and posts are accepted.
 *
 * @param allowedOrigins origins whose pages may connect, besides those of the service's own host
 *     name; {@code scheme://host[:port]}
 * @param tokenInQuery whether {@code ?token=} is read
 * @param maxBodyBytes the largest body of a post: what a frame may be elsewhere
 * @param heartbeatInterval how often a stream says something at the least
 */
public record SseConfig(
    Set<String> allowedOrigins,
    boolean tokenInQuery,
    int maxBodyBytes,
    Duration heartbeatInterval) {

  /**
   * @throws IllegalArgumentException where a number is not positive
   */
  public SseConfig {
    allowedOrigins = Set.copyOf(allowedOrigins);
    if (maxBodyBytes <= 0 || heartbeatInterval.toMillis() <= 0) {
      throw new IllegalArgumentException("maxBodyBytes and heartbeatInterval are positive");
    }
  }
}
