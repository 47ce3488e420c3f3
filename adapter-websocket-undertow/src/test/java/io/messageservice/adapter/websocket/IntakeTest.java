package io.messageservice.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IntakeTest {

  private final Intake intake = new Intake(Long.MAX_VALUE);
  private final List<String> openings = new ArrayList<>();
  private final Intake.Inbox first = intake.inbox(() -> openings.add("first"));
  private final Intake.Inbox second = intake.inbox(() -> openings.add("second"));

  @Test
  void oneFullInboxClosesItForAll() {
    first.add(Intake.FULL - 1);
    assertThat(intake.isOpen()).isTrue();

    first.add(1);

    assertThat(intake.isOpen()).isFalse();
  }

  @Test
  void itOpensOnceMostIsDone() {
    first.add(Intake.FULL);
    first.remove(1);
    assertThat(intake.isOpen()).isFalse();

    first.remove(Intake.FULL - Intake.ROOM_AGAIN - 1);

    assertThat(intake.isOpen()).isTrue();
    assertThat(openings).containsExactly("first", "second");
  }

  @Test
  void itOpensWhenTheLastFullInboxHasRoom() {
    first.add(Intake.FULL);
    second.add(2 * Intake.FULL);
    first.remove(Intake.FULL);
    assertThat(intake.isOpen()).isFalse();

    second.remove(2 * Intake.FULL);

    assertThat(intake.isOpen()).isTrue();
    assertThat(openings).containsExactly("first", "second");
  }

  @Test
  void itMayCloseAgain() {
    first.add(Intake.FULL);
    first.remove(Intake.FULL);

    first.add(Intake.FULL);

    assertThat(intake.isOpen()).isFalse();
  }

  @Test
  void nobodyIsToldWhereItNeverClosed() {
    first.add(5);
    first.remove(5);

    assertThat(openings).isEmpty();
  }
}
