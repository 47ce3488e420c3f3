package io.messageservice.adapter.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.standardwebhooks.Webhook;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures, by what Standard Webhooks publishes and by its own verifier. */
class WebhookSecretTest {

  private static final String PUBLISHED = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String OTHER = "whsec_" + base64(64);

  private static String base64(int bytes) {
    return Base64.getEncoder().encodeToString(new byte[bytes]);
  }

  @Test
  void signatureIsThePublishedOne() {
    String signature =
        WebhookSecret.of(PUBLISHED)
            .signature("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}");

    assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void twoSecretsSignBothAndEachVerifies() throws Exception {
    long now = Instant.now().getEpochSecond();
    String body = "{\"content\":\"Zürich 🌄\"}";

    String signature = WebhookSecret.of(PUBLISHED + " " + OTHER).signature("msg_1", now, body);

    Map<String, List<String>> headers =
        Map.of(
            "webhook-id", List.of("msg_1"),
            "webhook-timestamp", List.of(Long.toString(now)),
            "webhook-signature", List.of(signature));
    new Webhook(PUBLISHED).verify(body, headers);
    new Webhook(OTHER).verify(body, headers);
    assertThat(signature.split(" ", -1)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "whsec_",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZI",
        "whsec_-not-base64-not-base64-not-base64",
        PUBLISHED + " " + PUBLISHED + " " + PUBLISHED
      })
  void whatIsNoSecretIsRefusedAndNotRepeated(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebhookSecret.of(text))
        .withMessageNotContaining("MfKQ");
  }

  @Test
  void secretsHaveTwentyFourToSixtyFourBytes() {
    assertThat(WebhookSecret.of("whsec_" + base64(24)).toString()).isEqualTo("********");
    assertThatIllegalArgumentException().isThrownBy(() -> WebhookSecret.of("whsec_" + base64(65)));
  }
}
