package io.messageservice.adapter.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class JwtSecretTest {

  private static final String TEXT = "test-secret-test-secret-test-secret!";

  @Test
  void aSecretIsNeverPrinted() {
    assertThat(TestTokens.secret(TEXT)).hasToString("JwtSecret[***]");
  }

  @Test
  void aShortSecretIsRefusedWithoutBeingQuoted() {
    String text = TEXT.substring(0, 31);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TestTokens.secret(text))
        .withMessage("a secret has at least 32 bytes")
        .withNoCause();
  }

  @Test
  void aSecretIsCopied() {
    byte[] bytes = TestTokens.bytes(TEXT);
    JwtSecret secret = new JwtSecret(bytes);

    Arrays.fill(bytes, (byte) 0);

    JwtIdentities identities = JwtIdentities.bySecret(secret, TestTokens.ANY, TestTokens.CLOCK);
    String token = TestTokens.signed("{\"sub\":\"alice\"}");
    assertThat(Verdicts.known(identities, token).user()).hasToString("alice");
  }
}
