package io.messageservice.cluster.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class WatchTest {

  private final Watch watch = new Watch("alice/a");

  @Test
  void comingsAndGoingsAlternate() {
    watch.pushed("bob", true);
    watch.pushed("bob", false);
    watch.pushed("bob", true);
    assertThat(watch.takeWrong()).isEmpty();

    watch.pushed("bob", true);
    assertThat(watch.takeWrong()).containsExactly("alice/a was told twice that bob came");
  }

  @Test
  void anAnswerMayBeOlderThanWhatIsPushedNext() {
    watch.answered("bob", true);
    watch.pushed("bob", true);

    assertThat(watch.takeWrong()).isEmpty();
  }

  @Test
  void whatWasPushedIsBelievedOverAnAnswer() {
    watch.pushed("bob", false);
    watch.answered("bob", true);

    assertThat(watch.believes("bob")).contains(false);
  }

  @Test
  void aNewConnectionKnowsNobody() {
    watch.pushed("bob", true);
    watch.connected();

    assertThat(watch.believes("bob")).isEmpty();
    watch.pushed("bob", true);
    assertThat(watch.takeWrong()).isEmpty();
  }

  @Test
  void goingsAreCounted() {
    watch.pushed("bob", false);
    watch.pushed("bob", true);
    watch.pushed("bob", false);

    assertThat(watch.takeGoings()).isEqualTo(Map.of("bob", 2));
    assertThat(watch.takeGoings()).isEmpty();
  }
}
