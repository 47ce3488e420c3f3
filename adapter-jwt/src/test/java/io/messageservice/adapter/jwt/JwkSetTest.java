package io.messageservice.adapter.jwt;

import static io.messageservice.adapter.jwt.TestTokens.base64;
import static io.messageservice.adapter.jwt.TestTokens.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwkSetTest {

  private static final String RSA = KeyPairs.jwk(KeyPairs.RSA.getPublic());
  private static final String P256 = KeyPairs.jwk(KeyPairs.P256.getPublic());
  private static final String P384 = KeyPairs.jwk(KeyPairs.P384.getPublic());

  @Test
  void theKindOfAKeySaysWhatItVerifies() {
    KeyRing ring =
        read(RSA, P256, P384, KeyPairs.jwk(KeyPairs.ED25519.getPublic()) + ",\"kid\":\"ed\"");

    assertThat(ring.keys().stream().map(VerificationKey::toString))
        .satisfiesExactly(
            rsa -> assertThat(rsa).contains("RS256", "RS384", "RS512"),
            p256 -> assertThat(p256).isEqualTo("VerificationKey[ES256]"),
            p384 -> assertThat(p384).isEqualTo("VerificationKey[ES384]"),
            ed -> assertThat(ed).isEqualTo("VerificationKey[EdDSA]"));
    assertThat(ring.keys().get(3).id()).contains("ed");
    assertThat(ring.keys().get(3).key()).isEqualTo(KeyPairs.ED25519.getPublic());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"use\":\"sig\"",
        "\"key_ops\":[\"verify\"]",
        "\"use\":\"sig\",\"key_ops\":[\"verify\",\"sign\"]",
        "\"alg\":\"RS256\"",
        "\"x5c\":[\"no certificate\"],\"x5t\":7,\"own\":{}"
      })
  void aKeyForVerifyingIsTaken(String members) {
    assertThat(read(RSA + "," + members).keys()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"use\":\"enc\"",
        "\"use\":null",
        "\"use\":7",
        "\"key_ops\":[\"encrypt\"]",
        "\"key_ops\":\"verify\"",
        "\"key_ops\":[]",
        "\"alg\":\"ES256\"",
        "\"alg\":\"HS256\"",
        "\"alg\":\"PS256\"",
        "\"alg\":\"RSA-OAEP\"",
        "\"alg\":\"none\"",
        "\"alg\":null",
        "\"kid\":7",
        "\"d\":\"AQAB\""
      })
  void aKeyForSomethingElseIsLeftOutAndSpoilsNoOther(String members) {
    assertThat(read(RSA + "," + members, P256).keys())
        .singleElement()
        .hasToString("VerificationKey[ES256]");
  }

  @Test
  void aKeyMayBeForOneAlgorithmOnly() {
    assertThat(read(RSA + ",\"alg\":\"RS384\"").keys())
        .singleElement()
        .hasToString("VerificationKey[RS384]");
  }

  @Test
  void aSharedSecretIsLeftOut() {
    String secret = "\"kty\":\"oct\",\"k\":\"" + base64(new byte[64]) + "\"";

    assertThat(read(secret, secret + ",\"alg\":\"HS256\"", P256).keys()).hasSize(1);
  }

  @Test
  void aWeakKeyIsLeftOut() {
    assertThat(read(KeyPairs.jwk(KeyPairs.WEAK_RSA.getPublic()), P256).keys()).hasSize(1);
  }

  @Test
  void aKeyThatProtectsNothingIsLeftOut() {
    String one = RSA.replaceAll("\"e\":\"[^\"]*\"", "\"e\":\"AQ\"");

    assertThat(read(one, P256).keys()).hasSize(1);
  }

  @Test
  void aCurveThatIsNotThatOfThePointIsLeftOut() {
    List<String> wrong =
        List.of(
            P256.replace("P-256", "P-384"),
            P384.replace("P-384", "P-256"),
            P256.replace("\"crv\":\"P-256\",", ""),
            P256.replace("P-256", "secp256k1"),
            KeyPairs.jwk(KeyPairs.P521.getPublic()),
            KeyPairs.jwk(KeyPairs.X25519.getPublic()),
            "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\""
                + base64(new byte[32])
                + "\",\"y\":\""
                + base64(new byte[32])
                + "\"");

    assertThat(read(wrong.toArray(String[]::new)).keys()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}", "{\"kty\":7}", "{\"kty\":\"RSA\"}", "{\"kty\":\"RSA\",\"n\":\"!\",\"e\":\"AQAB\"}",
        "null", "7", "[]", "\"key\""
      })
  void whatIsNoKeySpoilsNoOther(String entry) {
    assertThat(JwkSet.read(bytes("{\"keys\":[" + entry + ",{" + P256 + "}]}")).keys()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "7",
        "{}",
        "{\"keys\":{}}",
        "{\"keys\":null}",
        "{\"keys\":[",
        "<html>"
      })
  void whatIsNoKeySetIsRefusedWithoutBeingRepeated(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JwkSet.read(bytes(text)))
        .withMessageStartingWith("no ")
        .withNoCause();
  }

  private static KeyRing read(String... keys) {
    return JwkSet.read(bytes("{\"keys\":[{" + String.join("},{", keys) + "}]}"));
  }
}
