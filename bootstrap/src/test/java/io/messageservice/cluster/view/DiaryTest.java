package io.messageservice.cluster.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Json;
import io.messageservice.kill.SpokenLine;
import io.messageservice.kill.Views.Position;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DiaryTest {

  private final Diary diary = new Diary("alice/a");

  @BeforeEach
  void connect() {
    diary.connected();
  }

  private static SpokenLine line(long seq) {
    return new SpokenLine("state", seq, "bob", "state/" + seq, seq + " x");
  }

  private static JsonNode joined(long seq, String epoch) {
    return Json.object("conversationId", "state", "seq", seq, "epoch", epoch);
  }

  private static JsonNode joined(long seq, String epoch, boolean recovered) {
    return Json.object(
        "conversationId", "state", "seq", seq, "epoch", epoch, "recovered", recovered);
  }

  private void see(long... positions) {
    for (long seq : positions) {
      diary.pushed(line(seq), 0);
    }
  }

  @Test
  void aViewGoesOnAcrossConnections() {
    diary.joined(Optional.empty(), joined(5, "e"));
    see(6, 7);
    diary.connected();
    diary.joined(diary.position("state"), joined(9, "e", true));
    see(8, 9);

    assertThat(diary.take().wrong()).isEmpty();
    assertThat(diary.standsAt("state")).isEqualTo(9);
    assertThat(diary.recovered()).isEqualTo(1);
  }

  @Test
  void aHoleIsWrong() {
    diary.joined(Optional.empty(), joined(5, "e"));
    see(6, 8);

    assertThat(diary.take().wrong()).containsExactly("alice/a saw 8 after 6 in state");
  }

  @Test
  void theSameTwiceIsWrong() {
    see(6, 6);

    assertThat(diary.take().wrong()).containsExactly("alice/a saw 6 after 6 in state");
  }

  @Test
  void aHoleAfterThePositionNamedIsWrong() {
    diary.joined(Optional.of(new Position(3, "e")), joined(9, "e", true));
    see(5);

    assertThat(diary.take().wrong()).containsExactly("alice/a saw 5 after 3 in state");
  }

  @Test
  void whatIsPushedBeforeTheAnswerMayComeAgain() {
    see(4, 5);
    diary.joined(Optional.of(new Position(3, "e")), joined(5, "e", true));
    see(4, 5, 6);

    assertThat(diary.take().wrong()).isEmpty();
  }

  @Test
  void aPositionMustCountInItsEpochAndNeedNotInAnother() {
    diary.joined(Optional.of(new Position(3, "e")), joined(9, "e", false));
    assertThat(diary.take().wrong()).containsExactly("alice/a did not recover state after 3 of 9");

    diary.joined(Optional.of(new Position(3, "e")), joined(2, "f", false));
    assertThat(diary.take().wrong()).isEmpty();
    assertThat(diary.epochs()).containsExactlyInAnyOrder("e", "f");
  }

  @Test
  void anOwnAnswerStandsInPlaceOfThePushAndADuplicateIsNotSeen() {
    diary.joined(Optional.empty(), joined(5, "e"));
    diary.acknowledged(line(6), false, 0);
    diary.acknowledged(line(2), true, 0);
    see(7);

    assertThat(diary.take().wrong()).isEmpty();
  }
}
