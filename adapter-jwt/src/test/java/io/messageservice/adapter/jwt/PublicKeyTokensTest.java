package io.messageservice.adapter.jwt;

import static io.messageservice.adapter.jwt.KeyPairs.alice;
import static io.messageservice.adapter.jwt.KeyPairs.pairFor;
import static io.messageservice.adapter.jwt.TestTokens.base64;
import static io.messageservice.adapter.jwt.TestTokens.bytes;
import static io.messageservice.adapter.jwt.TestTokens.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.Identities.Reason;
import java.security.Key;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Good and forged tokens where the key is a public one. */
class PublicKeyTokensTest {

  private static final String ALICE = "{\"sub\":\"alice\"}";

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "RS384", "RS512", "ES256", "ES384", "EdDSA"})
  void whatThePrivateKeySignedIsGood(String algorithm) {
    KeyPair pair = pairFor(algorithm);

    assertThat(Verdicts.known(by(pair), alice(algorithm, pair)).user()).hasToString("alice");
    assertThat(Verdicts.known(by(pair), alice(algorithm, pair, "any")).user()).hasToString("alice");
  }

  @ParameterizedTest
  @CsvSource({
    "RS256, RS384", "RS256, ES256", "RS256, EdDSA", "RS256, PS256", "RS256, none", "RS256, HS256",
    "ES256, ES384", "ES256, RS256", "ES256, ES512", "ES256, EdDSA", "EdDSA, ES256", "EdDSA, RS256",
    "ES384, ES256"
  })
  void theHeaderCannotSayOtherThanTheSignatureIs(String signedBy, String claimed) {
    KeyPair pair = pairFor(signedBy);

    assertInvalid(by(pair), KeyPairs.signed("{\"alg\":\"" + claimed + "\"}", signedBy, pair));
  }

  @ParameterizedTest
  @CsvSource({"RS256, RS512", "ES256, ES384", "ES384, ES256", "ES256, EdDSA", "EdDSA, RS256"})
  void aTokenOfAnotherKeyIsRefused(String own, String foreign) {
    KeyPair stranger = own.equals("RS256") ? KeyPairs.OTHER_RSA : pairFor(foreign);

    assertInvalid(by(pairFor(own)), alice(foreign, stranger));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HS256", "HS384", "HS512"})
  void anHmacOverThePublicKeyIsRefused(String algorithm) {
    for (KeyPair pair : List.of(KeyPairs.RSA, KeyPairs.P256, KeyPairs.P384, KeyPairs.ED25519)) {
      for (byte[] secret : whatAnyoneKnowsOf(pair)) {
        String input = base64("{\"alg\":\"" + algorithm + "\"}") + "." + base64(ALICE);
        String mac = algorithm.replace("HS", "HmacSHA");

        assertInvalid(by(pair), sealed(input, mac, secret));
      }
    }
  }

  private static List<byte[]> whatAnyoneKnowsOf(KeyPair pair) {
    String pem = KeyPairs.pem(pair.getPublic());
    byte[] encoded = pair.getPublic().getEncoded();
    byte[] number =
        pair.getPublic() instanceof RSAPublicKey rsa ? rsa.getModulus().toByteArray() : encoded;
    return List.of(bytes(pem), bytes(pem.strip()), encoded, number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE", ""})
  void anUnsecuredTokenIsRefused(String algorithm) {
    String input = base64("{\"alg\":\"" + algorithm + "\"}") + "." + base64(ALICE);

    assertInvalid(by(KeyPairs.RSA), input + ".");
    assertInvalid(by(KeyPairs.RSA), input + "." + base64("x"));
    assertInvalid(by(KeyPairs.P256), KeyPairs.signed("{}", "ES256", KeyPairs.P256));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ES256", "ES384"})
  void aSignatureOfZeroesIsRefused(String algorithm) {
    String good = alice(algorithm, pairFor(algorithm));
    String input = good.substring(0, good.lastIndexOf('.') + 1);

    for (int bytes : new int[] {1, 64, 70, 72, 96, 104}) {
      assertInvalid(by(pairFor(algorithm)), input + base64(new byte[bytes]));
    }
  }

  @Test
  void aKeyThatTheTokenBringsAlongIsNotUsed() {
    String jwk = "{" + KeyPairs.jwk(KeyPairs.OTHER_RSA.getPublic()) + "}";
    String header = "{\"alg\":\"RS256\",\"jwk\":" + jwk + ",\"jku\":\"https://localhost/keys\"}";

    assertInvalid(by(KeyPairs.RSA), KeyPairs.signed(header, "RS256", KeyPairs.OTHER_RSA));
  }

  @Test
  void aChangedByteInAnyPartIsRefused() {
    byte[] token = bytes(alice("ES256", KeyPairs.P256));
    // The last character also carries bits that stand for nothing.
    for (int i = 0; i < token.length - 1; i++) {
      byte[] changed = token.clone();
      changed[i] = (byte) (token[i] == 'A' ? 'B' : 'A');
      assertInvalid(
          by(KeyPairs.P256), new String(changed, java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  @Test
  void aTokenOfASharedSecretIsRefusedWhereTheKeyIsPublic() {
    assertInvalid(by(KeyPairs.RSA), TestTokens.signed(ALICE));
  }

  @Test
  void aTokenOfAKeyPairIsRefusedWhereTheKeyIsASecret() {
    byte[] encoded = ((Key) KeyPairs.RSA.getPublic()).getEncoded();
    JwtIdentities shared =
        JwtIdentities.bySecret(new JwtSecret(encoded), TestTokens.ANY, TestTokens.CLOCK);

    assertInvalid(shared, alice("RS256", KeyPairs.RSA));
  }

  private static JwtIdentities by(KeyPair pair) {
    return JwtIdentities.byPublicKey(
        JwtPublicKey.ofPem(KeyPairs.pem(pair.getPublic())),
        TestTokens.ANY,
        TestTokens.CLOCK,
        Runnable::run);
  }

  private static void assertInvalid(JwtIdentities identities, String token) {
    assertThat(Verdicts.refused(identities, token)).as(token).isEqualTo(Reason.INVALID);
  }
}
