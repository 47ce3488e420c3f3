package io.messageservice.blackbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** JSON Web Tokens (RFC 7519) made by hand, good ones and bad ones. */
public final class Tokens {

  /** What the services of this suite are started with. Of use nowhere else. */
  public static final String SECRET = "black-box-suite-secret-".repeat(3);

  private Tokens() {}

  public static String of(String userId) {
    return signed(Json.object("sub", userId));
  }

  public static String signed(JsonNode claims) {
    return signed(claims, SECRET);
  }

  public static String signed(JsonNode claims, String secret) {
    return signed("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", "HmacSHA256", claims, secret);
  }

  public static String signed512(JsonNode claims) {
    return signed("{\"alg\":\"HS512\"}", "HmacSHA512", claims, SECRET);
  }

  /** A header that claims to need no signature. */
  public static String unsigned(JsonNode claims) {
    return base64("{\"alg\":\"none\"}".getBytes(UTF_8))
        + "."
        + base64(claims.toString().getBytes(UTF_8))
        + ".";
  }

  public static long secondsFromNow(long seconds) {
    return Instant.now().getEpochSecond() + seconds;
  }

  private static String signed(String header, String mac, JsonNode claims, String secret) {
    String body = base64(header.getBytes(UTF_8)) + "." + base64(claims.toString().getBytes(UTF_8));
    return body + "." + base64(sign(mac, body, secret));
  }

  private static byte[] sign(String algorithm, String body, String secret) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), algorithm));
      return mac.doFinal(body.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
