package io.messageservice.domain.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  private static ReadMark mark(long readUpTo) {
    return new ReadMark(new ConversationId("c"), new UserId("ann"), readUpTo);
  }
}
