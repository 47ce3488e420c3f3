package io.messageservice.adapter.jwt;

import java.util.Objects;
import java.util.Optional;

/**
 * What a token must say to be believed, whatever it is signed with.
 *
 * @param issuer what its {@code iss} must be; empty where any will do
 * @param audience what its {@code aud} must be or contain; empty where any will do
 * @param requireExp whether one without {@code exp} is refused
 */
public record JwtConfig(Optional<String> issuer, Optional<String> audience, boolean requireExp) {

  public JwtConfig {
    Objects.requireNonNull(issuer, "issuer");
    Objects.requireNonNull(audience, "audience");
  }
}
