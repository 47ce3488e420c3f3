package io.messageservice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.kill.SpokenLine;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StoredTest {

  private final Stored stored = new Stored(Set.of("careful"));

  private static SpokenLine line(long seq, String sender, int number) {
    return new SpokenLine("state", seq, sender, "state/" + number, number + " x");
  }

  @Test
  void nothingIsWrongWhereAllIsAsItWasSaid() {
    List<SpokenLine> lines =
        List.of(line(1, "careful", 1), line(2, "eager", 1), line(3, "careful", 2));

    stored.add("state", lines);
    stored.require("seen", lines);
    stored.requireCount("careful", "state", 2);

    assertThat(stored.takeWrong()).isEmpty();
    assertThat(stored.head("state")).isEqualTo(3);
    assertThat(stored.count()).isEqualTo(3);
  }

  @Test
  void holesAreOutOfOrder() {
    stored.add("state", List.of(line(1, "eager", 1), line(3, "eager", 2)));

    assertThat(stored.disordered()).isEqualTo(1);
    assertThat(stored.takeWrong()).containsExactly("position 3 follows 1 in state");
  }

  @Test
  void theSameNameTwiceIsDoubled() {
    stored.add("state", List.of(line(1, "eager", 1), line(2, "eager", 1)));

    assertThat(stored.doubled()).isEqualTo(1);
  }

  @Test
  void whatACarefulSpeakerSaidStandsInItsOrder() {
    stored.add("state", List.of(line(1, "careful", 2), line(2, "careful", 1)));

    assertThat(stored.disordered()).isEqualTo(2);
  }

  @Test
  void whatAnEagerSpeakerSaidStandsInAnyOrder() {
    stored.add("state", List.of(line(1, "eager", 2), line(2, "eager", 1)));

    assertThat(stored.takeWrong()).isEmpty();
  }

  @Test
  void whatIsNotStoredOrOtherwiseIsLost() {
    stored.add("state", List.of(line(1, "eager", 1)));

    stored.require("acknowledged", List.of(line(1, "eager", 2), line(2, "eager", 3)));
    stored.requireCount("eager", "state", 4);

    assertThat(stored.lost()).isEqualTo(2 + 3);
  }
}
