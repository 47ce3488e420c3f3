package io.messageservice.adapter.jwt;

import java.util.Objects;
import java.util.Optional;

/**
 * The claims that a token must have, whatever it is signed with.
 *
 * @param issuer the {@code iss} that is required; empty where any is accepted
 * @param audience what {@code aud} must be or contain; empty where any is accepted
 * @param requireExp whether a token without {@code exp} is refused
 */
public record JwtConfig(Optional<String> issuer, Optional<String> audience, boolean requireExp) {

  public JwtConfig {
    Objects.requireNonNull(issuer, "issuer");
    Objects.requireNonNull(audience, "audience");
  }
}
