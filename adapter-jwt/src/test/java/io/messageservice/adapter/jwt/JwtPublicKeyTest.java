package io.messageservice.adapter.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.KeyPair;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtPublicKeyTest {

  @Test
  void theKindOfKeySaysWhatItVerifies() {
    assertThat(algorithms(KeyPairs.RSA)).containsOnly("RS256", "RS384", "RS512");
    assertThat(algorithms(KeyPairs.P256)).containsOnly("ES256");
    assertThat(algorithms(KeyPairs.P384)).containsOnly("ES384");
    assertThat(algorithms(KeyPairs.ED25519)).containsOnly("EdDSA");
  }

  private static Iterable<String> algorithms(KeyPair pair) {
    return JwtPublicKey.ofPem(KeyPairs.pem(pair.getPublic())).key().algorithms();
  }

  @Test
  void lineEndsMayBeWrittenOut() {
    String pem = KeyPairs.pem(KeyPairs.P256.getPublic());

    assertThat(JwtPublicKey.ofPem(pem.replace("\n", "\\n")).key().key())
        .isEqualTo(KeyPairs.P256.getPublic());
    assertThat(JwtPublicKey.ofPem("\n" + pem.replace("\n", "\r\n")).key().key())
        .isEqualTo(KeyPairs.P256.getPublic());
  }

  @Test
  void aWeakRsaKeyIsRefused() {
    assertRefused(KeyPairs.pem(KeyPairs.WEAK_RSA.getPublic()), "at least 2048 bits");
  }

  @Test
  void aKeyThatNoAlgorithmTakesIsRefused() {
    assertRefused(KeyPairs.pem(KeyPairs.P521.getPublic()), "P-256 or P-384");
    assertRefused(KeyPairs.pem(KeyPairs.X25519.getPublic()), "must be an RSA, EC or EdDSA key");
  }

  @Test
  void aPrivateKeyIsRefused() {
    byte[] encoded = KeyPairs.RSA.getPrivate().getEncoded();

    assertRefused(KeyPairs.pem("PRIVATE KEY", encoded), "is a private key");
    assertRefused(KeyPairs.pem("RSA PRIVATE KEY", encoded), "is a private key");
    assertRefused(KeyPairs.pem("PUBLIC KEY", encoded), "must be an RSA, EC or EdDSA key");
  }

  @Test
  void whatIsNotOnePublicKeyIsRefused() {
    String pem = KeyPairs.pem(KeyPairs.RSA.getPublic());
    byte[] encoded = KeyPairs.RSA.getPublic().getEncoded();

    assertRefused(KeyPairs.pem("CERTIFICATE", encoded), "must be a PUBLIC KEY in PEM");
    assertRefused(Base64.getEncoder().encodeToString(encoded), "must be one key in PEM");
    assertRefused(pem + pem, "must be one key in PEM");
    assertRefused(pem.substring(0, 200), "must be one key in PEM");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-----BEGIN PUBLIC KEY-----", "\u0000"})
  void garbageIsRefused(String text) {
    assertRefused(text, "must be one key in PEM");
  }

  @Test
  void aKeyIsNeverPrinted() {
    assertThat(JwtPublicKey.ofPem(KeyPairs.pem(KeyPairs.P256.getPublic())))
        .hasToString("JwtPublicKey[ES256]");
    assertThat(VerificationKey.of(java.util.Optional.of("kid"), KeyPairs.P256.getPublic()))
        .hasToString("VerificationKey[ES256]");
  }

  private static void assertRefused(String pem, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JwtPublicKey.ofPem(pem))
        .withMessageContaining(why)
        .withNoCause()
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("MII", "MF", "MCow"));
  }
}
