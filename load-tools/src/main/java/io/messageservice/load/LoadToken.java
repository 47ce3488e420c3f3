package io.messageservice.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** JSON Web Tokens (RFC 7519) for the users of a measurement. */
final class LoadToken {

  /** What the nodes are started with. Of use nowhere else. */
  static final String SECRET = "load-tools-secret-".repeat(3);

  /** What their calls to a webhook are signed with, in the form of Standard Webhooks. */
  static final String WEBHOOK_SECRET =
      "whsec_" + Base64.getEncoder().encodeToString(SECRET.substring(0, 32).getBytes(UTF_8));

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private LoadToken() {}

  static String of(String user) {
    String body =
        base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + base64("{\"sub\":\"" + user + "\"}");
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
      return body + "." + BASE64.encodeToString(mac.doFinal(body.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(String json) {
    return BASE64.encodeToString(json.getBytes(UTF_8));
  }
}
