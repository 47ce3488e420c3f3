package io.messageservice.bootstrap.config;

import io.messageservice.adapter.jwt.JwksConfig;
import io.messageservice.adapter.jwt.JwtPublicKey;
import io.messageservice.adapter.jwt.JwtSecret;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which tokens are good, and how long. What they are signed with is exactly one of the first three.
 */
public record TokenSettings(
    Optional<JwtSecret> secret,
    Optional<JwtPublicKey> publicKey,
    Optional<JwksConfig> keySet,
    Optional<String> issuer,
    Optional<String> audience,
    boolean expiryRequired,
    TokenExpiry onExpiry,
    boolean inQuery) {

  public static final Setting<Optional<JwtSecret>> JWT_SECRET =
      Setting.secret(
          "JWT_SECRET",
          Formats.key(),
          "The key that your auth service signs tokens with. 32 bytes admit HS256, 48 also HS384,"
              + " 64 also HS512. Exactly one of this, `JWT_PUBLIC_KEY` and `JWT_JWKS_URL` is set;"
              + " `dev` makes this one where none is. Flags are seen by everyone who may list"
              + " processes: prefer the environment or `JWT_SECRET_FILE`.");

  public static final Setting<Optional<JwtPublicKey>> JWT_PUBLIC_KEY =
      Setting.secret(
          "JWT_PUBLIC_KEY",
          Formats.publicKey(),
          "The public key of your auth service, or the file that holds it. RSA from 2048 bits"
              + " admits RS256, RS384 and RS512; P-256 ES256; P-384 ES384; Ed25519 and Ed448"
              + " EdDSA. It is read at the start.");

  public static final Setting<Optional<JwksConfig>> JWT_JWKS_URL =
      Setting.plain(
          "JWT_JWKS_URL",
          "",
          Formats.keySetUrl(),
          "Where your auth service publishes its public keys (a JWK set). Fetched at the start,"
              + " every 8 minutes while tokens come, and for a token of an unknown key: twice, then"
              + " once in 30 s for each address, six times, then once in 10 s in all. Redirects are"
              + " not followed. HTTPS required; HTTP only on a private network.");

  public static final Setting<Optional<String>> JWT_ISSUER =
      Setting.plain(
          "JWT_ISSUER",
          "",
          Formats.optionalText(),
          "The `iss` that a token must have. Not set: any or none.");

  public static final Setting<Optional<String>> JWT_AUDIENCE =
      Setting.plain(
          "JWT_AUDIENCE",
          "",
          Formats.optionalText(),
          "An `aud` that a token must have. Not set: any or none.");

  /** What becomes of a live connection when its token ends. */
  public enum TokenExpiry {
    CLOSE,
    KEEP
  }

  static TokenSettings of(SettingReader read) {
    requireOneKey(read);
    return new TokenSettings(
        read.get(JWT_SECRET),
        read.get(JWT_PUBLIC_KEY),
        read.get(JWT_JWKS_URL),
        read.get(JWT_ISSUER),
        read.get(JWT_AUDIENCE),
        read.get(
            "JWT_REQUIRE_EXP",
            "false",
            Formats.flag("false", "true", "true"),
            "Whether a token without `exp` is refused."),
        read.get(
            "TOKEN_EXPIRY",
            "close",
            Formats.oneOf(TokenExpiry.class),
            "What happens to a live connection 30 s after its token's `exp`: `close` ends it with"
                + " 1008, `keep` leaves it open."),
        read.get(
            "TOKEN_IN_QUERY",
            "on",
            Formats.flag("on", "off", "on"),
            "Whether a token may come as `?token=`. URLs end up in the logs of proxies: `off` where"
                + " no client needs it."));
  }

  /** A key of one kind cannot be taken for one of another where there is no other. */
  private static void requireOneKey(SettingReader read) {
    List<String> written =
        Stream.of(JWT_SECRET, JWT_PUBLIC_KEY, JWT_JWKS_URL)
            .filter(read::isSet)
            .map(Setting::name)
            .toList();
    read.problemIf(
        written.isEmpty(),
        "JWT_SECRET is empty: it is the key that your auth service signs tokens with (at least 32"
            + " bytes); where it signs with a key pair, set JWT_PUBLIC_KEY or JWT_JWKS_URL");
    read.problemIf(
        written.size() > 1,
        String.join(" and ", written)
            + " are set: tokens are verified by one kind of key, so set exactly one");
  }
}
