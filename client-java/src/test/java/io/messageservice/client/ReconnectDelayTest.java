package io.messageservice.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReconnectDelayTest {

  @Test
  void doublesUpToTheLimit() {
    ReconnectDelay delay = new ReconnectDelay(Duration.ofSeconds(5), () -> 1);

    assertThat(Stream.generate(delay::next).limit(6).map(Duration::toMillis))
        .containsExactly(500L, 1000L, 2000L, 4000L, 5000L, 5000L);
  }

  @Test
  void jitterTakesUpToHalf() {
    assertThat(new ReconnectDelay(Duration.ofSeconds(5), () -> 0).next())
        .isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void staysAtTheLimitHoweverOftenItFails() {
    ReconnectDelay delay = new ReconnectDelay(Duration.ofSeconds(30), () -> 1);

    assertThat(Stream.generate(delay::next).limit(100).skip(99))
        .containsExactly(Duration.ofSeconds(30));
  }
}
