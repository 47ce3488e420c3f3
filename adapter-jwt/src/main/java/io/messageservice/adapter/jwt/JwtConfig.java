package io.messageservice.adapter.jwt;

import java.util.Objects;
import java.util.Optional;

/**
 * The claims that a token must have, whatever it is signed with.
 *
 * @param issuer the {@code iss} that is required; empty where any is accepted
 * @param audience what {@code aud} must be or contain; empty where any is accepted
 * @param requireExp whether a token without {@code exp} is refused
 * @param scope a word that {@code scope} must contain (RFC 8693, section 4.2); empty where any is
 *     accepted
 */
public record JwtConfig(
    Optional<String> issuer,
    Optional<String> audience,
    boolean requireExp,
    Optional<String> scope) {

  /** What the scope of a service's token contains. */
  public static final String SERVICE_SCOPE = "message-service";

  /** Tokens of users, whose scope means nothing here. */
  public JwtConfig(Optional<String> issuer, Optional<String> audience, boolean requireExp) {
    this(issuer, audience, requireExp, Optional.empty());
  }

  /** Tokens of services. */
  public static JwtConfig ofServices(boolean requireExp) {
    return new JwtConfig(
        Optional.empty(), Optional.empty(), requireExp, Optional.of(SERVICE_SCOPE));
  }

  public JwtConfig {
    Objects.requireNonNull(issuer, "issuer");
    Objects.requireNonNull(audience, "audience");
    Objects.requireNonNull(scope, "scope");
  }
}
