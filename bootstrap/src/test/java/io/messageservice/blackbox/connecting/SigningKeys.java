package io.messageservice.blackbox.connecting;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.blackbox.Json;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;

/** RSA key pairs of an auth service, and what it makes of them. */
final class SigningKeys {

  private SigningKeys() {}

  static KeyPair rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A token by RS256. */
  static String token(KeyPair pair, String kid, JsonNode claims) {
    return token(pair, Json.object("alg", "RS256", "kid", kid), claims);
  }

  /** One that does not say which key has signed it. */
  static String token(KeyPair pair, JsonNode claims) {
    return token(pair, Json.object("alg", "RS256"), claims);
  }

  private static String token(KeyPair pair, ObjectNode header, JsonNode claims) {
    String input = base64(header.toString().getBytes(UTF_8));
    input += "." + base64(claims.toString().getBytes(UTF_8));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(pair.getPrivate());
      signature.update(input.getBytes(UTF_8));
      return input + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static String pem(KeyPair pair) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  /** The public half as it stands in a key set. */
  static ObjectNode jwk(KeyPair pair, String kid) {
    RSAPublicKey key = (RSAPublicKey) pair.getPublic();
    return Json.object(
        "kty",
        "RSA",
        "use",
        "sig",
        "kid",
        kid,
        "n",
        base64(unsigned(key.getModulus())),
        "e",
        base64(unsigned(key.getPublicExponent())));
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
