package io.messageservice.bootstrap.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimetableTest {

  @Test
  void timesAreDueWhateverIsLate() {
    Timetable four = new Timetable(1_000_000_000, 4);

    assertThat(four.take()).isEqualTo(1_250_000_000);
    assertThat(four.next()).isEqualTo(1_500_000_000);
    assertThat(four.take()).isEqualTo(1_500_000_000);
    assertThat(four.take()).isEqualTo(1_750_000_000);
  }

  @Test
  void partsOfANanosecondDoNotAddUp() {
    Timetable three = new Timetable(0, 3);
    for (int i = 1; i < 3_000; i++) {
      long unused = three.take();
    }

    assertThat(three.next()).isEqualTo(1_000_000_000_000L);
  }

  @Test
  void withoutARateNothingIsDue() {
    assertThat(new Timetable(5, 0).next()).isEqualTo(Long.MAX_VALUE);
  }
}
