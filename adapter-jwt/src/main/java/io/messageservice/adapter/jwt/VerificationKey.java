package io.messageservice.adapter.jwt;

import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.UnsupportedJwtException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.Optional;
import java.util.Set;

/**
 * A public key and the algorithms that it may verify. The key decides, not the header of a token.
 *
 * @param id the {@code kid} that tokens name it by
 * @param algorithms of RFC 7518, section 3.1, and RFC 8037
 */
record VerificationKey(Optional<String> id, PublicKey key, Set<String> algorithms) {

  /** The shortest RSA modulus, in bits (RFC 7518, section 3.3). */
  static final int MIN_RSA_BITS = 2048;

  VerificationKey {
    algorithms = Set.copyOf(algorithms);
  }

  /**
   * A key for all algorithms of its kind.
   *
   * @throws IllegalArgumentException where there are none; the message gives the reason, but does
   *     not repeat the key
   */
  static VerificationKey of(Optional<String> id, PublicKey key) {
    return new VerificationKey(id, key, algorithmsOf(key));
  }

  /**
   * The same key for one algorithm only.
   *
   * @throws IllegalArgumentException where the key cannot verify it
   */
  VerificationKey onlyFor(String algorithm) {
    if (!admits(algorithm)) {
      throw new IllegalArgumentException("the key is of another kind than its algorithm");
    }
    return new VerificationKey(id, key, Set.of(algorithm));
  }

  boolean admits(String algorithm) {
    return algorithms.contains(algorithm);
  }

  /**
   * The key, whatever key id a token names.
   *
   * @throws UnsupportedJwtException where it does not admit the header's algorithm
   */
  PublicKey keyFor(JwsHeader header) {
    if (!admits(header.getAlgorithm())) {
      throw new UnsupportedJwtException("the key does not admit the algorithm");
    }
    return key;
  }

  private static Set<String> algorithmsOf(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      requireStrong(rsa);
      return Set.of("RS256", "RS384", "RS512");
    }
    if (key instanceof ECPublicKey ec) {
      return Set.of(algorithmOn(ec.getParams()));
    }
    if (key instanceof EdECPublicKey) {
      return Set.of("EdDSA");
    }
    throw new IllegalArgumentException("the key is neither RSA nor EC nor Ed25519 or Ed448");
  }

  private static void requireStrong(RSAPublicKey key) {
    if (key.getModulus().bitLength() < MIN_RSA_BITS) {
      throw new IllegalArgumentException(
          "an RSA key needs at least " + MIN_RSA_BITS + " bits (RFC 7518, section 3.3)");
    }
    if (key.getPublicExponent().compareTo(BigInteger.TWO) <= 0) {
      throw new IllegalArgumentException("the RSA key has an exponent that protects nothing");
    }
  }

  private static String algorithmOn(ECParameterSpec curve) {
    if (isCurve("secp256r1", curve)) {
      return "ES256";
    }
    if (isCurve("secp384r1", curve)) {
      return "ES384";
    }
    throw new IllegalArgumentException("an EC key must lie on P-256 or P-384");
  }

  private static boolean isCurve(String name, ECParameterSpec curve) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(name));
      ECParameterSpec named = parameters.getParameterSpec(ECParameterSpec.class);
      return named.getCurve().equals(curve.getCurve())
          && named.getGenerator().equals(curve.getGenerator())
          && named.getOrder().equals(curve.getOrder());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK knows the curves of NIST", e);
    }
  }

  @Override
  public String toString() {
    return "VerificationKey" + algorithms;
  }
}
