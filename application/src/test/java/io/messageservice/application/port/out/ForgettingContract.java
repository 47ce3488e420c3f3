package io.messageservice.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link LedgerContract} asks of conversations that are forgotten. */
abstract class ForgettingContract extends GroupContract {

  private static final ClientMessageId KEY = new ClientMessageId("key-1");

  @Test
  void forgottenConversationIsGoneWithParticipantsAndMarks() {
    commitAll(List.of(make(ROOM, Kind.GROUP, ALICE, BOB), mark(ROOM, ALICE, 7), join(OTHER, BOB)));
    assertThat(history().contactsOf(ALICE)).containsExactly(BOB);

    Outcome.Done done = (Outcome.Done) ledger().commit(List.of(forget(ROOM))).get(0);

    assertThat(done).isEqualTo(new Outcome.Done("forgotten", Optional.empty()));
    assertThat(history().conversation(ROOM)).isEmpty();
    assertThat(recorded(ROOM)).isEmpty();
    assertThat(history().contactsOf(ALICE)).isEmpty();
    assertThat(history().conversation(OTHER)).isPresent();
    commitAll(List.of(join(ROOM, CAROL)));
    assertThat(readUpTo(ROOM, ALICE)).isZero();
  }

  @Test
  void forgottenIdBeginsAnewAsAnyKindWithOthers() {
    commitAll(List.of(join(ROOM, ALICE, NOON), join(ROOM, BOB, NOON)));
    commitAll(List.of(forget(ROOM)));

    commitAll(List.of(make(ROOM, Kind.GROUP, CAROL)));

    Conversation begun = history().conversation(ROOM).orElseThrow();
    assertThat(begun.kind()).isEqualTo(Kind.GROUP);
    assertThat(begun.participants().asSet()).containsExactly(CAROL);
    assertThat(begun.lastAt()).isEqualTo(Instant.EPOCH);
    assertThat(recorded(ROOM)).contains(begun);
    assertThat(history().contactsOf(ALICE)).isEmpty();
    assertThat(commit(say(ROOM, CAROL, "hello")).seq()).isEqualTo(1);
    assertThat(texts(ROOM)).containsExactly("hello");
  }

  @Test
  void whatIsForgottenWithinABatchIsGoneForTheCommandsAfterIt() {
    commitAll(List.of(join(ROOM, ALICE)));
    List<Optional<Conversation>> seen = new ArrayList<>();
    Decider<String> looking =
        records -> {
          seen.add(records.conversation(ROOM));
          return Decision.unchanged("looked");
        };

    commitAll(
        List.of(
            join(ROOM, BOB),
            forget(ROOM),
            looking,
            say(ROOM, CAROL, "hello"),
            join(OTHER, ALICE),
            forget(OTHER)));

    assertThat(seen.get(seen.size() - 1)).isEmpty();
    assertThat(history().conversation(ROOM).orElseThrow().participants().asSet())
        .containsExactly(CAROL);
    assertThat(texts(ROOM)).containsExactly("hello");
    assertThat(history().conversation(OTHER)).isEmpty();
  }

  @Test
  void whereSomethingWasSaidForgettingFailsAloneAndTakesNothing() {
    Message earlier = commit(say(ROOM, ALICE, "one"));

    List<Outcome> outcomes =
        ledger()
            .commit(
                List.of(
                    forget(ROOM), say(OTHER, BOB, "two"), forget(OTHER), say(OTHER, BOB, "three")));

    assertThat(outcomes.get(0)).isInstanceOf(Outcome.Failed.class);
    assertThat(outcomes.get(2)).isInstanceOf(Outcome.Failed.class);
    assertThat(all(ROOM)).containsExactly(earlier);
    assertThat(texts(OTHER)).containsExactly("two", "three");
    assertThat(history().conversation(ROOM).orElseThrow().has(ALICE)).isTrue();
  }

  @Test
  void forgettingWhatIsNotThereFailsAlone() {
    commitAll(List.of(join(ROOM, ALICE)));

    List<Outcome> outcomes =
        ledger().commit(List.of(forget(ROOM), forget(ROOM), forget(OTHER), join(OTHER, BOB)));

    assertThat(outcomes.get(0)).isInstanceOf(Outcome.Done.class);
    assertThat(outcomes.get(1)).isInstanceOf(Outcome.Failed.class);
    assertThat(outcomes.get(2)).isInstanceOf(Outcome.Failed.class);
    assertThat(history().conversation(ROOM)).isEmpty();
    assertThat(history().conversation(OTHER)).isPresent();
  }

  @Test
  void forgettingIsRightAlsoWhereAnotherCommandOfTheBatchFails() {
    commit(say(OTHER, ALICE, "one", KEY));
    commitAll(List.of(join(ROOM, ALICE), join(ROOM, BOB)));

    List<Outcome> outcomes =
        ledger()
            .commit(
                List.of(
                    leave(ROOM, BOB),
                    forget(ROOM),
                    say(OTHER, ALICE, "doubled", KEY),
                    join(ROOM, CAROL)));

    assertThat(outcomes.get(1)).isInstanceOf(Outcome.Done.class);
    assertThat(outcomes.get(2)).isInstanceOf(Outcome.Failed.class);
    assertThat(recorded(ROOM).orElseThrow().participants().asSet()).containsExactly(CAROL);
    assertThat(history().conversation(ROOM)).isEqualTo(recorded(ROOM));
  }
}
