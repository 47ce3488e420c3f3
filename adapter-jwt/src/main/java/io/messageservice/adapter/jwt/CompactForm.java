package io.messageservice.adapter.jwt;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The outer shape of a signed token: three parts in base64url (RFC 7515, section 7.1). */
final class CompactForm {

  /** The longest token that is parsed, in characters. */
  static final int MAX_LENGTH = 8 * 1024;

  private static final int PARTS = 3;
  private static final int SIGNATURE_BYTES = 64;

  private CompactForm() {}

  /**
   * Whether the text has the form of a token: not too long, three parts, none empty, all base64url.
   */
  static boolean isSigned(String token) {
    if (token.length() > MAX_LENGTH) {
      return false;
    }
    int parts = 1;
    int begin = 0;
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      if (c == '.') {
        if (i == begin || ++parts > PARTS) {
          return false;
        }
        begin = i + 1;
      } else if (!isBase64Url(c)) {
        return false;
      }
    }
    return parts == PARTS && begin < token.length();
  }

  private static boolean isBase64Url(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  /**
   * A token without claims that no key has signed. Verifying it loads what the first real token
   * needs.
   */
  static String warmUpToken(String header) {
    return base64(header.getBytes(StandardCharsets.UTF_8))
        + "."
        + base64("{}".getBytes(StandardCharsets.UTF_8))
        + "."
        + base64(new byte[SIGNATURE_BYTES]);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
