package io.messageservice.application.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.History;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SenderRunsTest {

  private static final long MOST = History.MAX_UNREAD;

  @Test
  void nothingIsKnownAtFirst() {
    SenderRuns unknown = SenderRuns.unknown(7);

    assertThat(unknown.from()).isEqualTo(8);
    assertThat(unknown.to()).isEqualTo(7);
    assertThat(unknown.others("a", 0, MOST)).isZero();
  }

  @Test
  void runsMeetWithoutHoleOrDouble() {
    SenderRuns all =
        SenderRuns.of(List.of("a", "a", "b"), 12)
            .then(SenderRuns.unknown(12))
            .then(SenderRuns.of(List.of("b", "a"), 14))
            .then(SenderRuns.of(List.of("c"), 15));

    assertThat(all.from()).isEqualTo(10);
    assertThat(all.to()).isEqualTo(15);
    assertThat(all.count()).isEqualTo(4);
    assertThat(all.others("a", 0, MOST)).isEqualTo(3);
    assertThat(all.others("b", 0, MOST)).isEqualTo(4);
    assertThat(all.others("b", 10, MOST)).isEqualTo(3);
    assertThat(all.others("c", 12, MOST)).isEqualTo(2);
    assertThat(all.others("c", 15, MOST)).isZero();
  }

  @Test
  void whatCameLaterCanBeLeftOut() {
    SenderRuns all = SenderRuns.of(List.of("a", "a", "b", "b"), 4);

    assertThat(all.upTo(3).others("a", 0, MOST)).isEqualTo(1);
    assertThat(all.upTo(2).others("a", 0, MOST)).isZero();
    assertThat(all.upTo(9).to()).isEqualTo(4);
    assertThat(SenderRuns.of(List.of("a"), 9).upTo(3).from()).isEqualTo(4);
  }

  @Test
  void whatIsKeptIsBoundedAndEnoughForEverybody() {
    int count = 10_000;
    List<String> inTurn = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      inTurn.add(i % 2 == 0 ? "a" : "b");
    }

    SenderRuns all = SenderRuns.of(inTurn, count).then(SenderRuns.of(List.of("a"), count + 1));
    SenderRuns kept = all.newest();

    assertThat(all.others("a", 0, count)).isEqualTo(count / 2);
    assertThat(kept.count()).isEqualTo(SenderRuns.MAX_RUNS);
    assertThat(kept.others("a", 0, 2 * MOST)).isEqualTo(2 * MOST);
    assertThat(kept.others("b", 0, 2 * MOST)).isEqualTo(2 * MOST);
  }
}
