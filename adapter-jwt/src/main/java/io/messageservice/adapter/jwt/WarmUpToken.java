package io.messageservice.adapter.jwt;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A token without claims that no key has signed. Verifying it loads what the first real token
 * needs.
 */
final class WarmUpToken {

  private static final int SIGNATURE_BYTES = 64;

  private WarmUpToken() {}

  static String withHeader(String json) {
    return base64(json.getBytes(StandardCharsets.UTF_8))
        + "."
        + base64("{}".getBytes(StandardCharsets.UTF_8))
        + "."
        + base64(new byte[SIGNATURE_BYTES]);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
