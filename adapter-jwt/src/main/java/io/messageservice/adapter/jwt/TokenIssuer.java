package io.messageservice.adapter.jwt;

import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.jackson.io.JacksonSerializer;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;

/**
 * Issues tokens for trying the service out without an auth service. Any thread may call.
 *
 * <p>They are signed with HS256 and accepted by {@link JwtIdentities} with the same secret.
 */
public final class TokenIssuer {

  private final JwtSecret secret;
  private final InstantSource clock;

  /**
   * @throws IllegalArgumentException where the secret has fewer than {@link JwtSecret#MIN_BYTES}
   */
  public TokenIssuer(byte[] secret, InstantSource clock) {
    this.secret = new JwtSecret(secret);
    this.clock = clock;
  }

  /**
   * A token that identifies a user.
   *
   * @param sub the user's id
   * @param name the display name, as {@code username}; where empty, the id is shown
   * @param ttl how long it is valid, from now, in whole seconds
   * @throws IllegalArgumentException where {@link UserId} does not allow the id
   */
  public String issue(String sub, Optional<String> name, Duration ttl) {
    Instant now = clock.instant();
    JwtBuilder token =
        Jwts.builder()
            .json(new JacksonSerializer<>())
            .subject(new UserId(sub).value())
            .issuedAt(Date.from(now))
            .expiration(Date.from(now.plus(ttl)));
    name.ifPresent(username -> token.claim("username", username));
    return token.signWith(secret.key(), Jwts.SIG.HS256).compact();
  }
}
