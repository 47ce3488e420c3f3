package io.messageservice.adapter.jwt;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The public key of an auth service: RSA, EC or EdDSA. Never prints itself. */
public final class JwtPublicKey {

  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

  private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA");

  private final VerificationKey key;

  private JwtPublicKey(VerificationKey key) {
    this.key = key;
  }

  /**
   * Reads PEM (RFC 7468, section 13: {@code PUBLIC KEY}); line ends may be written {@code \n}.
   *
   * @throws IllegalArgumentException where it is something else or too weak; names what it should
   *     be, never what it is
   */
  public static JwtPublicKey ofPem(String text) {
    Matcher pem = PEM.matcher(text.replace("\\r", "").replace("\\n", "\n").strip());
    if (!pem.matches()) {
      throw new IllegalArgumentException(
          "must be one key in PEM: -----BEGIN PUBLIC KEY-----, base64, -----END PUBLIC KEY-----");
    }
    requirePublic(pem.group(1));
    byte[] encoded = Base64.getMimeDecoder().decode(pem.group(2));
    return new JwtPublicKey(VerificationKey.of(Optional.empty(), decoded(encoded)));
  }

  /** Whether the other one is the same key. */
  public boolean isSameAs(JwtPublicKey other) {
    return key.key().equals(other.key.key());
  }

  VerificationKey key() {
    return key;
  }

  private static void requirePublic(String label) {
    if (label.endsWith("PRIVATE KEY")) {
      throw new IllegalArgumentException(
          "is a private key, which belongs to the auth service alone: give its public half");
    }
    if (!label.equals("PUBLIC KEY")) {
      throw new IllegalArgumentException(
          "must be a PUBLIC KEY in PEM (a certificate or an RSA PUBLIC KEY can be converted by"
              + " openssl)");
    }
  }

  private static PublicKey decoded(byte[] encoded) {
    for (String kind : KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(encoded));
      } catch (GeneralSecurityException e) {
        // of another kind, or no key at all
      }
    }
    throw new IllegalArgumentException("must be an RSA, EC or EdDSA key");
  }

  @Override
  public String toString() {
    return "JwtPublicKey" + key.algorithms();
  }
}
