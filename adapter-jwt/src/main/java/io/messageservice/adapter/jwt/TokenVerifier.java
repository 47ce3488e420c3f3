package io.messageservice.adapter.jwt;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.Header;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.JwtParserBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.UnsupportedJwtException;
import io.jsonwebtoken.security.SecureDigestAlgorithm;
import io.jsonwebtoken.security.SecurityException;
import io.messageservice.application.port.out.Identities;
import io.messageservice.application.port.out.Identities.Reason;
import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.Identity;
import io.messageservice.domain.user.UserId;
import java.security.Key;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Verifies JSON Web Tokens (RFC 7519) by keys that are known. Any thread may call.
 *
 * <p>The keys decide which algorithms are admitted, never the token's header alone.
 */
final class TokenVerifier {

  /** What public keys are used for here. Those of shared secrets are never among them. */
  private static final List<SecureDigestAlgorithm<?, ?>> BY_PUBLIC_KEY =
      List.of(
          Jwts.SIG.RS256,
          Jwts.SIG.RS384,
          Jwts.SIG.RS512,
          Jwts.SIG.ES256,
          Jwts.SIG.ES384,
          Jwts.SIG.EdDSA);

  private static final Set<String> EXTENSIONS = Set.of("b64", "crit", "enc", "zip");

  private final JwtParser parser;
  private final JwtConfig config;

  private TokenVerifier(
      Collection<? extends SecureDigestAlgorithm<?, ?>> algorithms,
      Function<JwsHeader, Key> keys,
      JwtConfig config,
      InstantSource clock) {
    JwtParserBuilder builder =
        Jwts.parser()
            .json(new TokenJson())
            .keyLocator(header -> keyOf(header, keys))
            .clock(() -> Date.from(clock.instant()))
            .clockSkewSeconds(Identities.CLOCK_SKEW_SECONDS);
    builder.sig().clear().add(algorithms).and();
    config.issuer().ifPresent(builder::requireIssuer);
    config.audience().ifPresent(builder::requireAudience);
    this.parser = builder.build();
    this.config = config;
  }

  static TokenVerifier bySecret(JwtSecret secret, JwtConfig config, InstantSource clock) {
    return new TokenVerifier(secret.algorithms(), header -> secret.key(), config, clock);
  }

  /**
   * @param keys finds the key for a header, whose algorithm it must admit
   */
  static TokenVerifier byPublicKeys(
      Function<JwsHeader, Key> keys, JwtConfig config, InstantSource clock) {
    return new TokenVerifier(BY_PUBLIC_KEY, keys, config, clock);
  }

  /**
   * The key of a signed token whose header asks for no extension. The header is read before the
   * signature is known to be good. So compression, unencoded payloads and critical extensions (RFC
   * 7797; RFC 7515, section 4.1.11) are refused here, before anything is done for them.
   */
  private static Key keyOf(Header header, Function<JwsHeader, Key> keys) {
    if (header instanceof JwsHeader signed && Collections.disjoint(header.keySet(), EXTENSIONS)) {
      return keys.apply(signed);
    }
    throw new UnsupportedJwtException("not signed, or the header asks for an extension");
  }

  /**
   * Whom the token identifies.
   *
   * @throws KeyRing.UnknownKey where its key may be one that is not known yet
   * @throws KeyRing.SeveralKeys where its signature has to show which key is meant
   */
  Verdict verify(String token) {
    return verifyWhereSigned(token).orElseGet(() -> new Verdict.Refused(Reason.INVALID));
  }

  /** The same; empty where the signature is not that of the key. */
  Optional<Verdict> verifyWhereSigned(String token) {
    try {
      return Optional.of(verdictOn(parser.parseSignedClaims(token).getPayload()));
    } catch (KeyRing.UnknownKey | KeyRing.SeveralKeys e) {
      throw e;
    } catch (SecurityException e) {
      return Optional.empty();
    } catch (ExpiredJwtException e) {
      return Optional.of(new Verdict.Refused(Reason.EXPIRED));
    } catch (RuntimeException e) {
      // The token is what the parser fails on; the message may quote it.
      return Optional.of(new Verdict.Refused(Reason.INVALID));
    }
  }

  private Verdict verdictOn(Claims claims) {
    String subject = claims.getSubject();
    Optional<Instant> expiry = Optional.ofNullable(claims.getExpiration()).map(Date::toInstant);
    if (subject == null || !UserId.isValid(subject) || isExpMissing(expiry) || !hasScope(claims)) {
      return new Verdict.Refused(Reason.INVALID);
    }
    UserId user = new UserId(subject);
    return new Verdict.Known(new Identity(user, nameIn(claims, user), expiry));
  }

  private boolean isExpMissing(Optional<Instant> expiry) {
    return config.requireExp() && expiry.isEmpty();
  }

  private boolean hasScope(Claims claims) {
    return config.scope().isEmpty()
        || (claims.get("scope") instanceof String words
            && List.of(words.split(" ")).contains(config.scope().get()));
  }

  /** The first of {@code username}, {@code name}, {@code email} that can be shown, or the id. */
  private static DisplayName nameIn(Claims claims, UserId user) {
    return Stream.of("username", "name", "email")
        .map(claims::get)
        .filter(String.class::isInstance)
        .map(value -> new DisplayName((String) value))
        .filter(name -> !name.value().isBlank())
        .findFirst()
        .orElseGet(() -> new DisplayName(user.value()));
  }
}
