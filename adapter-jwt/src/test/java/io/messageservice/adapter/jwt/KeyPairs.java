package io.messageservice.adapter.jwt;

import static io.messageservice.adapter.jwt.TestTokens.base64;
import static io.messageservice.adapter.jwt.TestTokens.bytes;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** Key pairs made for one run, and tokens signed with them by hand. */
final class KeyPairs {

  static final KeyPair RSA = rsa(2048);
  static final KeyPair OTHER_RSA = rsa(2048);
  static final KeyPair LARGE_RSA = rsa(3072);
  static final KeyPair WEAK_RSA = rsa(1024);
  static final KeyPair P256 = ec("secp256r1");
  static final KeyPair P384 = ec("secp384r1");
  static final KeyPair P521 = ec("secp521r1");
  static final KeyPair ED25519 = plain("Ed25519");
  static final KeyPair X25519 = plain("X25519");

  private KeyPairs() {}

  /** The pair of the kind that an algorithm wants. */
  static KeyPair pairFor(String algorithm) {
    return switch (algorithm) {
      case "ES256" -> P256;
      case "ES384" -> P384;
      case "ES512" -> P521;
      case "EdDSA" -> ED25519;
      default -> RSA;
    };
  }

  /** A token for alice by the algorithm, with a header of no more than its name. */
  static String alice(String algorithm, KeyPair pair) {
    return signed("{\"alg\":\"" + algorithm + "\"}", algorithm, pair);
  }

  /** The same with a key id. */
  static String alice(String algorithm, KeyPair pair, String kid) {
    return signed("{\"alg\":\"" + algorithm + "\",\"kid\":\"" + kid + "\"}", algorithm, pair);
  }

  /** Says one thing in its header and is signed by another. */
  static String signed(String header, String algorithm, KeyPair pair) {
    return signed(header, "{\"sub\":\"alice\"}", algorithm, pair);
  }

  static String signed(String header, String claims, String algorithm, KeyPair pair) {
    String input = base64(header) + "." + base64(claims);
    try {
      Signature signature = Signature.getInstance(jdkName(algorithm));
      signature.initSign(pair.getPrivate());
      signature.update(bytes(input));
      return input + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String jdkName(String algorithm) {
    return switch (algorithm) {
      case "EdDSA" -> "Ed25519";
      case "PS256" -> "RSASSA-PSS";
      default ->
          "SHA"
              + algorithm.substring(2)
              + (algorithm.startsWith("ES") ? "withECDSAinP1363Format" : "withRSA");
    };
  }

  static String pem(PublicKey key) {
    return pem("PUBLIC KEY", key.getEncoded());
  }

  static String pem(String label, byte[] encoded) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
        + "\n-----END "
        + label
        + "-----\n";
  }

  /** The members that make the key, without braces. */
  static String jwk(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return "\"kty\":\"RSA\",\"n\":\""
          + number(rsa.getModulus(), 1)
          + "\",\"e\":\""
          + number(rsa.getPublicExponent(), 1)
          + "\"";
    }
    if (key instanceof ECPublicKey ec) {
      int bits = ec.getParams().getOrder().bitLength();
      int bytes = (bits + 7) / 8;
      return "\"kty\":\"EC\",\"crv\":\"P-"
          + bits
          + "\",\"x\":\""
          + number(ec.getW().getAffineX(), bytes)
          + "\",\"y\":\""
          + number(ec.getW().getAffineY(), bytes)
          + "\"";
    }
    byte[] encoded = key.getEncoded();
    byte[] raw = java.util.Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    return "\"kty\":\"OKP\",\"crv\":\"" + curve(key) + "\",\"x\":\"" + base64(raw) + "\"";
  }

  private static String curve(PublicKey key) {
    return key.getAlgorithm().startsWith("X") ? "X25519" : "Ed25519";
  }

  private static String number(BigInteger value, int leastBytes) {
    byte[] bytes = value.toByteArray();
    int from = bytes[0] == 0 ? 1 : 0;
    byte[] padded = new byte[Math.max(leastBytes, bytes.length - from)];
    System.arraycopy(
        bytes, from, padded, padded.length - (bytes.length - from), bytes.length - from);
    return base64(padded);
  }

  private static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair plain(String algorithm) {
    try {
      return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
