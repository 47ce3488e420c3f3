package io.messageservice.domain.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PositionTest {

  @Test
  void messagesCountAsChangesToo() {
    Position position = Position.START.afterMessage().afterMessage().afterChange();

    assertThat(position).isEqualTo(new Position(2, 3));
    assertThat(position.beforeChange()).isEqualTo(Position.ofMessages(2));
    assertThat(position.beforeMessage()).isEqualTo(new Position(1, 2));
  }

  @Test
  void thereAreNeverMoreMessagesThanChanges() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Position(2, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Position(-1, 1));
  }

  @Test
  void coversWhatIsNotFurtherByEitherNumber() {
    Position position = new Position(2, 5);

    assertThat(position.covers(position)).isTrue();
    assertThat(position.covers(new Position(2, 4))).isTrue();
    assertThat(position.covers(new Position(3, 5))).isFalse();
    assertThat(position.covers(new Position(2, 6))).isFalse();
    assertThat(position.max(new Position(3, 4))).isEqualTo(new Position(3, 5));
  }

  @Test
  void orderIsThatOfChanges() {
    assertThat(new Position(3, 4)).isLessThan(new Position(2, 5));
    assertThat(new Position(3, 5)).isGreaterThan(new Position(2, 5));
  }
}
