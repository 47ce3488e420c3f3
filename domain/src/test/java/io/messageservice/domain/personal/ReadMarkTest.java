package io.messageservice.domain.personal;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadMarkTest {

  @ParameterizedTest
  @CsvSource({"0, 3, 3", "3, 3, 3", "5, 3, 5", "2, 3, 3"})
  void readingNeverGoesBack(long before, long seq, long after) {
    assertThat(mark(before).read(seq)).isEqualTo(mark(after));
  }

  @ParameterizedTest
  @CsvSource({"5, 3, 2", "3, 3, 2", "2, 3, 2", "1, 3, 1", "0, 1, 0", "9, 1, 0"})
  void callingUnreadNeverGoesForward(long before, long seq, long after) {
    assertThat(mark(before).unread(seq)).isEqualTo(mark(after));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverHappensReadingOnlyGoesForwardAndCallingUnreadOnlyBack(long seed) {
    Random random = new Random(seed);
    ReadMark mark = mark(0);
    for (int i = 0; i < 10_000; i++) {
      long seq = 1L + random.nextInt(20);
      long before = mark.readUpTo();

      if (random.nextBoolean()) {
        mark = mark.read(seq);
        assertThat(mark.readUpTo()).isGreaterThanOrEqualTo(before).isGreaterThanOrEqualTo(seq);
      } else {
        mark = mark.unread(seq);
        assertThat(mark.readUpTo()).isBetween(0L, before).isLessThan(seq);
      }
      assertThat(mark.readUpTo()).isIn(before, seq, seq - 1);
    }
  }

  private static ReadMark mark(long readUpTo) {
    return new ReadMark(new ConversationId("c"), new UserId("ann"), readUpTo);
  }
}
