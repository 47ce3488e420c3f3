package io.messageservice.bootstrap.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalsTest {

  private static final long SECOND = 1_000_000_000L;

  private final LogLines lines = new LogLines();
  private long now = -3 * SECOND;
  private final Refusals refusals = new Refusals(lines.logger(), () -> now);

  @Test
  void theFirstIsToldAtOnceAndTheOthersOfItsSecondTogether() {
    refusals.add("http_403");
    assertThat(lines.take()).containsExactly("refused reason=http_403 count=1");

    for (int i = 0; i < 1_000; i++) {
      refusals.add("http_403");
    }
    assertThat(lines.take()).isEmpty();

    now += SECOND;
    refusals.add("http_403");
    assertThat(lines.take()).containsExactly("refused reason=http_403 count=1001");
  }

  @Test
  void eachReasonHasItsOwnSecond() {
    refusals.add("http_403");
    refusals.add("token_expired");

    assertThat(lines.take())
        .containsExactly("refused reason=http_403 count=1", "refused reason=token_expired count=1");
  }

  @Test
  void whatIsLeftIsToldAtTheEnd() {
    refusals.add("http_403");
    refusals.add("http_403");
    List<String> unused = lines.take();

    refusals.flush();
    refusals.flush();

    assertThat(lines.take()).containsExactly("refused reason=http_403 count=1");
  }
}
