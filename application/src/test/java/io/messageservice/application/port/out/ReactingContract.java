package io.messageservice.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.History.OwnReactions;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.FirstSent;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.ReactionCount;
import io.messageservice.domain.message.ReactionState;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link LedgerContract} asks of reactions. */
abstract class ReactingContract extends AttributesContract {

  private static final ClientMessageId KEY = new ClientMessageId("key-1");

  @Test
  void messageCarriesItsReactionsAndIsOtherwiseAsItWas() {
    Message one = commit(say(ROOM, ALICE, "one", KEY));
    talk(ROOM, 2, 3);

    commitAll(List.of(react(one, BOB, "+1"), react(one, ALICE, "😀"), react(one, ALICE, "+1")));

    Message reacted = all(ROOM).get(0);
    assertThat(reacted.reactions())
        .containsExactly(counted("+1", BOB, ALICE), counted("😀", ALICE));
    assertThat(reacted.rev()).isEqualTo(6);
    assertThat(reacted.revision().isChanged()).isFalse();
    assertThat(reacted.content()).isEqualTo(one.content());
    assertThat(present(one)).containsExactly(reacted);
    assertThat(firstSent(ROOM, ALICE, KEY)).contains(new FirstSent(reacted, Optional.empty()));
    assertThat(recorded(ROOM).orElseThrow().position()).isEqualTo(new Position(3, 6));
    assertThat(recorded(ROOM)).isEqualTo(history().conversation(ROOM));
    assertThat(all(ROOM).subList(1, 3)).allMatch(message -> message.reactions().isEmpty());
  }

  @Test
  void reactionThatIsTakenBackIsGone() {
    Message one = commit(say(ROOM, ALICE, "one"));
    commitAll(List.of(react(one, BOB, "+1"), react(one, ALICE, "+1"), react(one, BOB, "-1")));

    commitAll(List.of(takeBack(one, BOB, "+1")));
    assertThat(all(ROOM).get(0).reactions())
        .containsExactly(counted("+1", ALICE), counted("-1", BOB));

    commitAll(List.of(takeBack(one, ALICE, "+1"), takeBack(one, BOB, "-1")));
    assertThat(all(ROOM).get(0).reactions()).isEmpty();
    assertThat(all(ROOM).get(0).rev()).isEqualTo(7);
    assertThat(reaction(one, "+1", ALICE)).isEqualTo(new ReactionState(0, 0, false));
  }

  @Test
  void reactionsStandInTheOrderInWhichTheyWereGiven() {
    Message one = commit(say(ROOM, ALICE, "one"));
    commitAll(List.of(react(one, ALICE, "b"), react(one, ALICE, "c"), react(one, BOB, "a")));
    commitAll(List.of(react(one, BOB, "b"), react(one, CAROL, "b")));

    commitAll(List.of(takeBack(one, ALICE, "b"), react(one, ALICE, "b")));
    assertThat(all(ROOM).get(0).reactions())
        .containsExactly(counted("b", BOB, CAROL, ALICE), counted("c", ALICE), counted("a", BOB));

    commitAll(List.of(takeBack(one, ALICE, "c"), react(one, ALICE, "c")));
    assertThat(all(ROOM).get(0).reactions())
        .extracting(count -> count.reaction().value())
        .containsExactly("b", "a", "c");
  }

  @Test
  void firstUsersAreNamedAndAllAreCounted() {
    Message one = commit(say(ROOM, ALICE, "one"));
    List<UserId> users = users(50);
    List<Decider<String>> batch = new ArrayList<>();
    users.forEach(user -> batch.add(react(one, user, "+1")));
    commitAll(batch);
    int most = ReactionCount.MAX_NAMED;
    assertThat(all(ROOM).get(0).reactions())
        .containsExactly(new ReactionCount(new Reaction("+1"), 50, users.subList(0, most)));

    commitAll(List.of(takeBack(one, users.get(3), "+1"), takeBack(one, users.get(49), "+1")));

    List<UserId> named = new ArrayList<>(users.subList(0, most + 1));
    named.remove(3);
    assertThat(all(ROOM).get(0).reactions())
        .containsExactly(new ReactionCount(new Reaction("+1"), 48, named));
    assertThat(present(one)).containsExactly(all(ROOM).get(0));
  }

  @Test
  void stateIsThatOfTheReactionAndTheUser() {
    Message one = commit(say(ROOM, ALICE, "one"));
    Message two = commit(say(ROOM, ALICE, "two"));
    Message other = commit(say(OTHER, ALICE, "other"));
    commitAll(List.of(react(one, BOB, "a"), react(one, CAROL, "a"), react(one, BOB, "b")));

    assertThat(reaction(one, "a", BOB)).isEqualTo(new ReactionState(2, 2, true));
    assertThat(reaction(one, "a", ALICE)).isEqualTo(new ReactionState(2, 2, false));
    assertThat(reaction(one, "b", CAROL)).isEqualTo(new ReactionState(2, 1, false));
    assertThat(reaction(one, "A", BOB)).isEqualTo(new ReactionState(2, 0, false));
    assertThat(reaction(two, "a", BOB)).isEqualTo(new ReactionState(0, 0, false));
    assertThat(reaction(other, "a", BOB)).isEqualTo(new ReactionState(0, 0, false));
  }

  @Test
  void messageHasManyDifferentReactionsOfAnyScript() {
    Message one = commit(say(ROOM, ALICE, "one"));
    List<String> different =
        new ArrayList<>(List.of("👩‍👩‍👧".repeat(12), "'\"\\%", " ", "e\u0301"));
    IntStream.range(0, 16).forEach(i -> different.add("r" + i));
    List<Decider<String>> batch = new ArrayList<>();
    different.forEach(reaction -> batch.add(react(one, BOB, reaction)));

    commitAll(batch);

    assertThat(all(ROOM).get(0).reactions())
        .isEqualTo(different.stream().map(reaction -> counted(reaction, BOB)).toList());
    assertThat(reaction(one, "r0", BOB))
        .isEqualTo(new ReactionState(ReactionState.MAX_DIFFERENT, 1, true));
  }

  @Test
  void commandsSeeTheReactionsOfThoseBeforeThemInTheBatch() {
    List<ReactionState> seen = new ArrayList<>();
    List<Message> found = new ArrayList<>();
    Decider<String> sending = say(ROOM, ALICE, "one", KEY);
    Decider<String> reacting = records -> react(first(records), BOB, "+1").decide(records);
    Decider<String> looking =
        records -> {
          seen.add(records.reaction(ROOM, 1, new Reaction("+1"), BOB));
          found.add(first(records));
          return Decision.unchanged("looked");
        };
    Decider<String> takingBack = records -> takeBack(first(records), BOB, "+1").decide(records);

    commitAll(
        List.of(sending, looking, reacting, looking, say(ROOM, BOB, "two"), takingBack, looking));

    int end = seen.size();
    assertThat(seen.subList(end - 3, end))
        .containsExactly(
            new ReactionState(0, 0, false),
            new ReactionState(1, 1, true),
            new ReactionState(0, 0, false));
    assertThat(found.subList(end - 3, end)).extracting(Message::rev).containsExactly(1L, 2L, 4L);
    assertThat(found.get(end - 2).reactions()).containsExactly(counted("+1", BOB));
    assertThat(all(ROOM).get(0)).isEqualTo(found.get(end - 1));
  }

  @Test
  void editedMessageKeepsItsReactions() {
    Message one = commit(say(ROOM, ALICE, "one", KEY));

    commitAll(List.of(react(one, BOB, "+1"), edit(one, "ONE"), react(one, ALICE, "+1")));

    Message message = all(ROOM).get(0);
    assertThat(message.content().text()).isEqualTo("ONE");
    assertThat(message.revision().editedAt()).contains(LATER);
    assertThat(message.rev()).isEqualTo(4);
    assertThat(message.reactions()).containsExactly(counted("+1", BOB, ALICE));
    assertThat(firstSent(ROOM, ALICE, KEY).orElseThrow().isFirstContent().orElseThrow())
        .accepts(contentText(one.content()))
        .rejects(contentText(message.content()));
  }

  @Test
  void deletedMessageHasNoReactionsAnyMore() {
    Message one = commit(say(ROOM, ALICE, "one"));
    Message two = commit(say(ROOM, ALICE, "two"));
    commitAll(List.of(react(one, BOB, "+1"), react(one, ALICE, "-1"), react(two, BOB, "+1")));

    commitAll(List.of(delete(one)));

    assertThat(all(ROOM).get(0).reactions()).isEmpty();
    assertThat(all(ROOM).get(0).isDeleted()).isTrue();
    assertThat(all(ROOM).get(1).reactions()).containsExactly(counted("+1", BOB));
    assertThat(reaction(one, "+1", BOB)).isEqualTo(new ReactionState(0, 0, false));
    assertThat(history().reactions(ROOM, 1, Optional.empty(), 0, 10).reactions()).isEmpty();
    assertThat(history().ownReactions(ROOM, BOB, 1, 2))
        .containsExactly(new OwnReactions(2, List.of(new Reaction("+1"))));
  }

  @Test
  void reactionsAreRightAlsoWhereOtherCommandsOfTheBatchFail() {
    Message one = commit(say(ROOM, ALICE, "one", KEY));

    List<Outcome> outcomes =
        ledger()
            .commit(
                List.of(
                    react(one, BOB, "+1"),
                    broken(react(one, CAROL, "+1")),
                    say(ROOM, ALICE, "doubled", KEY),
                    react(one, BOB, "+1"),
                    react(one, ALICE, "+1"),
                    takeBack(one, CAROL, "+1")));

    assertThat(outcomes)
        .extracting(Outcome::getClass)
        .containsExactly(
            Outcome.Done.class,
            Outcome.Failed.class,
            Outcome.Failed.class,
            Outcome.Failed.class,
            Outcome.Done.class,
            Outcome.Failed.class);
    assertThat(all(ROOM)).hasSize(1);
    assertThat(all(ROOM).get(0).reactions()).containsExactly(counted("+1", BOB, ALICE));
    assertThat(recorded(ROOM).orElseThrow().position()).isEqualTo(new Position(1, 3));
  }

  private static Message first(Ledger.Records records) {
    return records.sent(ROOM, ALICE, KEY).orElseThrow().message();
  }

  private static List<UserId> users(int count) {
    return IntStream.range(0, count).mapToObj(i -> new UserId("user-" + (97 * i % 101))).toList();
  }
}
