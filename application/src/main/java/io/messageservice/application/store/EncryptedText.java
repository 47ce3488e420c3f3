package io.messageservice.application.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Texts that clients keep and can neither read nor make up: AES-128 with GCM (NIST SP 800-38D) as
 * Base64 for URLs. The nonce is an HMAC of the text, so that no two texts share one and the same
 * text is the same each time. Any thread may call.
 */
public final class EncryptedText {

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int KEY_BYTES = 16;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final SecretKeySpec key;
  private final byte[] nonceKey;

  /**
   * With a key of its own for each purpose.
   *
   * @param secret of the store
   * @param purpose other texts under the same secret have another one
   */
  public EncryptedText(byte[] secret, String purpose) {
    byte[] keys = KeyedDigest.hmac(secret, purpose.getBytes(StandardCharsets.UTF_8));
    this.key = new SecretKeySpec(keys, 0, KEY_BYTES, "AES");
    this.nonceKey = Arrays.copyOfRange(keys, KEY_BYTES, keys.length);
  }

  /** The text, encrypted. */
  public String encrypt(String text) {
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    byte[] nonce = Arrays.copyOf(KeyedDigest.hmac(nonceKey, plain), NONCE_BYTES);
    try {
      byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(plain);
      int length = nonce.length + encrypted.length;
      return ENCODER.encodeToString(ByteBuffer.allocate(length).put(nonce).put(encrypted).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES with GCM", e);
    }
  }

  /** What was encrypted; nothing where that is none of ours. */
  public Optional<String> decrypt(String encrypted) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(encrypted);
      if (bytes.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
        return Optional.empty();
      }
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(bytes, NONCE_BYTES));
      byte[] plain = cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
      return Optional.of(new String(plain, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException | GeneralSecurityException none) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }
}
