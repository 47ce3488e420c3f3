package io.messageservice.application.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 (RFC 2104). The key of a store serves several purposes: the purpose stands before
 * what is digested, so that no digest of one can be one of another.
 */
final class KeyedDigest {

  /** Stands in no id of a user, in no name and in no purpose. */
  static final String BETWEEN = "\0";

  private KeyedDigest() {}

  /** The digest: 32 bytes. */
  static byte[] of(byte[] key, String purpose, byte[] text) {
    return hmac(key, (purpose + BETWEEN).getBytes(StandardCharsets.UTF_8), text);
  }

  /** The digest of parts that stand together, with a key of a single purpose. */
  static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC with SHA-256", e);
    }
  }
}
