package io.messageservice.adapter.jwt;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens put together by hand from their JSON, so that nothing of the library hides a mistake. */
final class TestTokens {

  static final String SECRET = "test-secret-test-secret-test-secret!";
  static final String OTHER_SECRET = "another-test-secret-another-test-secret";
  static final long NOW = 1_800_000_000;
  static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(NOW));
  static final String HS256 = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

  private TestTokens() {}

  /** Asks for nothing that is not always asked for. */
  static final JwtConfig ANY = new JwtConfig(Optional.empty(), Optional.empty(), false);

  static JwtIdentities identities(String secret) {
    return JwtIdentities.bySecret(secret(secret), ANY, CLOCK);
  }

  static JwtSecret secret(String text) {
    return new JwtSecret(bytes(text));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A token that HS256 and the usual secret make good. */
  static String signed(String claims) {
    return signed(HS256, claims);
  }

  static String signed(String header, String claims) {
    return signed(header, claims, "HmacSHA256", SECRET);
  }

  static String signed(String header, String claims, String mac, String secret) {
    return sealed(base64(header) + "." + base64(claims), mac, bytes(secret));
  }

  /** Adds the signature to what stands before it. */
  static String sealed(String input, String mac, byte[] secret) {
    return input + "." + base64(hmac(mac, secret, bytes(input)));
  }

  static String base64(String text) {
    return base64(bytes(text));
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] hmac(String name, byte[] secret, byte[] input) {
    try {
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(secret, name));
      return mac.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
