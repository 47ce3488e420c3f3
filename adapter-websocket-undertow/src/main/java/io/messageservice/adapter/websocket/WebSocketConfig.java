package io.messageservice.adapter.websocket;

import java.util.Set;

/**
 * Which handshakes and frames are accepted.
 *
 * @param allowedOrigins origins whose pages may connect, besides those of the service's own host
 *     name; {@code scheme://host[:port]}
 * @param tokenInQuery whether {@code ?token=} is read
 * @param maxFrameBytes the largest payload of a frame, and of a message of fragments
 */
public record WebSocketConfig(Set<String> allowedOrigins, boolean tokenInQuery, int maxFrameBytes) {

  /** Everything at the value that the contract gives it. */
  public static final WebSocketConfig DEFAULT = new WebSocketConfig(Set.of(), true, 256 << 10);

  /**
   * @throws IllegalArgumentException where a number is not positive
   */
  public WebSocketConfig {
    allowedOrigins = Set.copyOf(allowedOrigins);
    if (maxFrameBytes <= 0) {
      throw new IllegalArgumentException("maxFrameBytes is positive");
    }
  }
}
