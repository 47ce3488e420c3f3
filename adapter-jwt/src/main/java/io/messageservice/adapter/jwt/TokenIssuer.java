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
 * Makes tokens for trying the service out, in place of an auth service. Any thread may call.
 *
 * <p>What it makes is signed with HS256 and good for a {@link JwtIdentities} of the same secret.
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
   * A token that says who its bearer is.
   *
   * @param sub the user's id
   * @param name what others see of him, as {@code username}; his id where empty
   * @param ttl how long it is good, from now, in whole seconds
   * @throws IllegalArgumentException where the id is none that {@link UserId} allows
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
