package io.messageservice.kill.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Json;
import io.messageservice.kill.event.RecordingReceiver.Taken;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the verdict must not let pass. */
final class EventVerdictTest {

  private static final Taken FIRST = new Taken("e-1", "c");
  private static final Taken SECOND = new Taken("e-2", "c");
  private static final Taken OTHER = new Taken("e-3", "d");

  private final EventVerdict verdict =
      new EventVerdict(
          List.of(created("e-1", "c", 1), created("e-2", "c", 2), created("e-3", "d", 1)));

  private static JsonNode created(String id, String conversation, long seq) {
    JsonNode data =
        Json.object(
            "conversationId", conversation, "seq", seq, "message", Json.object("id", "m" + seq));
    return Json.object("id", id, "type", "message.created", "data", data);
  }

  @Test
  void repetitionsAndAnyOrderOfConversationsAreRight() {
    verdict.received(List.of(OTHER, FIRST, SECOND, FIRST, SECOND));
    verdict.followed(List.of("e-1", "e-2", "e-3"));
    verdict.messages("c", 2);

    assertThat(verdict.wrong()).isEmpty();
  }

  @Test
  void whatHappenedAfterTheLogWasReadIsNotJudged() {
    verdict.received(List.of(FIRST, SECOND, OTHER, new Taken("e-4", "c")));
    verdict.followed(List.of("e-1", "e-2", "e-3", "e-4"));

    assertThat(verdict.wrong()).isEmpty();
  }

  @Test
  void whatWasLeftOutIsWrong() {
    verdict.received(List.of(FIRST, OTHER));

    assertThat(verdict.wrong()).anyMatch(line -> line.contains("missing [e-2]"));
  }

  @Test
  void aConversationThatWasLeftOutIsWrong() {
    verdict.received(List.of(FIRST, SECOND));

    assertThat(verdict.wrong()).containsExactly("received: 2 instead of 3");
  }

  @Test
  void anotherOrderInAConversationIsWrong() {
    verdict.received(List.of(SECOND, FIRST, OTHER));

    assertThat(verdict.wrong()).anyMatch(line -> line.contains("missing [e-1]"));
  }

  @Test
  void anotherOrderOfAReaderIsWrong() {
    verdict.followed(List.of("e-2", "e-1", "e-3"));

    assertThat(verdict.wrong()).hasSize(1);
  }

  @Test
  void aMessageWithoutAnEventIsWrong() {
    verdict.messages("c", 3);

    assertThat(verdict.wrong()).containsExactly("messages of c: 2 instead of 3");
  }

  @Test
  void whatIsNotInTheLogAsOftenIsWrong() {
    EventFacts acknowledged = new EventFacts();
    acknowledged.note("message.created", "c", 1, "m1");
    acknowledged.note("message.created", "c", 1, "m1");
    verdict.acknowledged(acknowledged);

    assertThat(verdict.wrong())
        .containsExactly("acknowledged but not in the log: [message.created c 1 m1: 1 of 2]");
  }

  @Test
  void anotherEpochIsWrong() {
    EventVerdict two = new EventVerdict(List.of(created("e-1", "c", 1), created("f-1", "c", 2)));

    assertThat(two.wrong()).containsExactly("one epoch: 2 instead of 1");
  }
}
