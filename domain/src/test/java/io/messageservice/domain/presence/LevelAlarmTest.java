package io.messageservice.domain.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LevelAlarmTest {

  private final LevelAlarm crossing = new LevelAlarm(100);

  private List<Integer> news(IntStream numbers) {
    return numbers.filter(crossing::rises).boxed().toList();
  }

  @Test
  void risingPastTheLevelIsNewsOnce() {
    assertThat(news(IntStream.rangeClosed(0, 300))).containsExactly(101);
  }

  @Test
  void swingingAboutTheLevelIsNoNews() {
    assertThat(news(IntStream.of(101, 100, 101, 91, 102, 99, 500))).containsExactly(101);
  }

  @Test
  void risingAgainAfterAFallIsNewsAgain() {
    assertThat(news(IntStream.of(101, 90, 100, 103, 104))).containsExactly(101, 103);
  }
}
