package io.messageservice.domain.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.messageservice.domain.conversation.Position;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResumePointTest {

  private static final String EPOCH = "e1";

  @ParameterizedTest(name = "after {0} of {1} to {2}: {3}")
  @CsvSource({
    "0, 1, 0, true",
    "0, 1, 5, true",
    "5, 1, 5, true",
    "6, 1, 5, false",
    "9223372036854775807, 1, 5, false",
    "2, 3, 5, true",
    "1, 3, 5, false",
    "0, 3, 5, false",
  })
  void onlyWhatIsThereCanBeRecovered(long afterSeq, long firstSeq, long head, boolean recoverable) {
    ResumePoint point = new ResumePoint(afterSeq, Optional.of(EPOCH), Optional.empty());

    assertThat(point.isRecoverable(EPOCH, firstSeq, Position.ofMessages(head), 0))
        .isEqualTo(recoverable);
  }

  @Test
  void positionOfAnotherEpochIsNotTrusted() {
    ResumePoint point = new ResumePoint(2, Optional.of("e0"), Optional.empty());

    assertThat(point.isRecoverable(EPOCH, 1, Position.ofMessages(5), 0)).isFalse();
  }

  @Test
  void positionWithoutEpochIsTrusted() {
    ResumePoint point = new ResumePoint(2, Optional.empty(), Optional.empty());

    assertThat(point.isRecoverable(EPOCH, 1, Position.ofMessages(5), 0)).isTrue();
  }

  @ParameterizedTest(name = "at most {0} of the three missed: {1}")
  @CsvSource({"0, false", "2, false", "3, true", "4, true"})
  void noMoreIsReplayedThanTheClientWants(long maxReplay, boolean recoverable) {
    ResumePoint point = new ResumePoint(2, Optional.of(EPOCH), Optional.of(maxReplay));

    assertThat(point.isRecoverable(EPOCH, 1, Position.ofMessages(5), 0)).isEqualTo(recoverable);
  }

  @Test
  void whoMissedNothingNeedsNoReplay() {
    ResumePoint point = new ResumePoint(5, Optional.of(EPOCH), Optional.of(0L));

    assertThat(point.isRecoverable(EPOCH, 1, Position.ofMessages(5), 0)).isTrue();
  }

  @Test
  void positionsAreNotNegative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ResumePoint(-1, Optional.empty(), Optional.empty()));
  }
}
