package io.messageservice.adapter.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookUrlTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/judge",
        "http://[::1]:8080/",
        "https://10.1.2.3/",
        "http://172.16.0.1",
        "http://192.168.0.1",
        "http://169.254.169.254/latest",
        "http://100.64.0.1",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://224.0.0.1/",
        "http://0.0.0.0/",
        "http://localhost/"
      })
  void privateAddressesAreKnown(String url) {
    assertThat(WebhookUrl.of(url).isPrivate()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://93.184.216.34/judge?x=1", "http://[2606:2800::1]/"})
  void othersArePublic(String url) {
    assertThat(WebhookUrl.of(url).isPrivate()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "judge",
        "ftp://example.com/",
        "http://",
        "http://user:password@example.com/",
        "http://my_hook/",
        "http://example.com/#part",
        "http://exa mple.com/"
      })
  void whatIsNoUrlOfAHookIsRefusedAndNotRepeated(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebhookUrl.of(url))
        .withMessageNotContaining("password");
  }

  @Test
  void anUnknownHostIsNotPrivate() {
    assertThat(WebhookUrl.of("http://nowhere.invalid/").isPrivate()).isFalse();
  }
}
