package io.messageservice.adapter.http;

import io.messageservice.protocol.Limits;
import java.util.Set;

/**
 * Which requests are accepted.
 *
 * @param allowedOrigins origins whose pages may ask, besides those of the service's own host name;
 *     {@code scheme://host[:port]}
 * @param limits what bodies may hold, how large an answer may be, how often a user may ask
 * @param maxBodyBytes the largest body of a request
 */
public record HttpApiConfig(Set<String> allowedOrigins, Limits limits, int maxBodyBytes) {

  /**
   * @throws IllegalArgumentException where a number is not positive
   */
  public HttpApiConfig {
    allowedOrigins = Set.copyOf(allowedOrigins);
    if (maxBodyBytes <= 0) {
      throw new IllegalArgumentException("maxBodyBytes is positive");
    }
  }
}
