package io.messageservice.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountsTest {

  @Test
  void framesOfOthersAndOwnOnesAreCountedApart() {
    Counts counts = Counts.NONE.plus(Counts.frame(2, 1, 300)).plus(Counts.ownFrame(40));

    assertThat(counts).isEqualTo(new Counts(2, 1, 1, 300, 1, 40));
  }

  @Test
  void whatWasThereBeforeIsTakenOff() {
    Counts before = Counts.frame(2, 1, 300);

    assertThat(before.plus(Counts.frame(5, 0, 100)).less(before))
        .isEqualTo(Counts.frame(5, 0, 100));
  }
}
