package io.messageservice.application.port.out;

import static io.messageservice.application.port.out.BlockCommands.block;
import static io.messageservice.application.port.out.BlockCommands.note;
import static io.messageservice.application.port.out.GroupCommands.add;
import static io.messageservice.application.port.out.GroupCommands.ban;
import static io.messageservice.application.port.out.GroupCommands.createGroup;
import static io.messageservice.application.port.out.GroupCommands.rename;
import static io.messageservice.application.port.out.GroupCommands.setRole;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.ChangeLog.AccessChange;
import io.messageservice.application.port.out.ChangeLog.Head;
import io.messageservice.application.port.out.ChangeLog.Heads;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.FirstSent;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.domain.conversation.Ban;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link SharedStoreContract} asks of seeing what any node has changed. */
abstract class SharedHeadsContract extends StoreContract {

  protected static final ClientMessageId KEY = new ClientMessageId("key-1");

  /** The write sides of two nodes. */
  protected Ledger one;

  protected Ledger two;

  /**
   * The write side as a node has it.
   *
   * @param node its name, which was not asked for before
   */
  protected abstract Ledger ledgerOf(String node);

  protected abstract ChangeLog changes();

  @BeforeEach
  void begin() {
    one = ledgerOf("one");
    two = ledgerOf("two");
  }

  @Override
  protected final Ledger ledger() {
    return one;
  }

  @Test
  void whatAnyNodeSaidHasChanged() {
    talk(ROOM, 1, 3);
    ChangeLog.Mark mark = changes().end();
    two.commit(List.of(say(ROOM, ALICE, "four"), say(OTHER, ALICE, "one")));
    one.commit(List.of(say(ROOM, BOB, "five")));

    Heads heads = since(mark);

    assertThat(heads.changed()).containsExactlyInAnyOrder(head(ROOM, 3, 5), head(OTHER, 0, 1));
  }

  @Test
  void accessThatAnyNodeChangedIsToldWithThoseWhoCame() {
    one.commit(List.of(make(ROOM, Kind.OPEN, ALICE)));
    ChangeLog.Mark mark = changes().end();
    two.commit(List.of(join(ROOM, BOB), join(ROOM, ALICE)));
    one.commit(List.of(leave(ROOM, ALICE)));
    two.commit(List.of(make(OTHER, Kind.DIRECT, ALICE, CAROL)));

    Heads heads = since(mark);

    assertThat(heads.accessChanged())
        .containsExactlyInAnyOrder(
            new AccessChange(ROOM, Set.of(BOB), Position.ofMessages(0)),
            new AccessChange(OTHER, Set.of(ALICE, CAROL), Position.ofMessages(0)));
    assertThat(heads.changed()).isEmpty();
    assertThat(heads.isEmpty()).isFalse();
    assertThat(since(heads.mark()).isEmpty()).isTrue();
  }

  @Test
  void accessChangesWhereADirectConversationIsBlockedThoughNobodyCame() {
    one.commit(List.of(make(ROOM, Kind.DIRECT, ALICE, BOB), say(ROOM, ALICE, "hello")));
    ChangeLog.Mark mark = changes().end();

    two.commit(List.of(block(BOB, ALICE), note(ROOM)));

    assertThat(since(mark).changed()).isEmpty();
    assertThat(since(mark).accessChanged())
        .containsExactly(new AccessChange(ROOM, Set.of(), Position.ofMessages(1)));
  }

  @Test
  void whereNobodyCameOrWentAccessDidNotChange() {
    talk(ROOM, 1, 2);
    ChangeLog.Mark mark = changes().end();

    two.commit(List.of(say(ROOM, ALICE, "three"), mark(ROOM, BOB, 1), join(ROOM, BOB)));

    assertThat(since(mark).accessChanged()).isEmpty();
  }

  @Test
  void firstMessageOfWhoComesIsBothInOneLook() {
    ChangeLog.Mark mark = changes().end();

    two.commit(List.of(say(ROOM, CAROL, "hello")));

    Heads heads = since(mark);
    assertThat(heads.changed()).containsExactly(head(ROOM, 0, 1));
    assertThat(heads.accessChanged())
        .containsExactly(new AccessChange(ROOM, Set.of(CAROL), Position.ofMessages(0)));
  }

  @Test
  void accessHoldsFromTheHeadThatItWasChangedAt() {
    talk(ROOM, 1, 3);
    talk(OTHER, 1, 2);
    ChangeLog.Mark mark = changes().end();
    two.commit(List.of(join(ROOM, CAROL)));
    one.commit(List.of(say(ROOM, ALICE, "four"), say(OTHER, CAROL, "three")));

    assertThat(since(mark).accessChanged())
        .containsExactlyInAnyOrder(
            new AccessChange(ROOM, Set.of(CAROL), Position.ofMessages(3)),
            new AccessChange(OTHER, Set.of(CAROL), Position.ofMessages(2)));
  }

  @Test
  void whatAnyNodeChangedIsPassedLikeMessages() {
    talk(ROOM, 1, 3);
    Message first = all(ROOM).get(0);
    ChangeLog.Mark mark = changes().end();
    two.commit(List.of(edit(first, "edited")));
    one.commit(List.of(say(ROOM, ALICE, "four"), join(ROOM, CAROL)));
    two.commit(List.of(delete(first)));

    Heads heads = since(mark);

    assertThat(heads.changed())
        .containsExactly(new Head(ROOM, new Position(3, 3), new Position(4, 6)));
    assertThat(heads.accessChanged())
        .containsExactly(new AccessChange(ROOM, Set.of(CAROL), new Position(4, 5)));
  }

  @Test
  void whatAnotherNodeChangedIsSeen() {
    Message message = commit(say(ROOM, ALICE, "hello", KEY));
    assertThat(foundOn(two, message.id())).contains(message);
    two.commit(List.of(edit(message, "edited")));
    one.changedElsewhere(ROOM, new Position(1, 2));

    assertThat(foundOn(one, message.id())).contains(all(ROOM).get(0));
    assertThat(sentOn(one, ALICE)).contains(all(ROOM).get(0));
    assertThat(recordedOn(one, ROOM).orElseThrow().position()).isEqualTo(new Position(1, 2));
    one.commit(List.of(say(ROOM, BOB, "mine"), delete(message)));
    assertThat(foundOn(two, message.id()).orElseThrow().isDeleted()).isTrue();
    assertThat(recordedOn(two, ROOM)).isEqualTo(history().conversation(ROOM));
    Optional<FirstSent> sent = ask(two, records -> records.sent(ROOM, ALICE, KEY));
    assertThat(sent.flatMap(FirstSent::isFirstContent).orElseThrow())
        .accepts(contentText(message.content()));
    Ledger.Others others = ask(one, records -> records.sentByOthers(ROOM, BOB, 0, 9, 9));
    assertThat(others).isEqualTo(Ledger.Others.NONE);
  }

  @Test
  void changesOfAGroupThatAnyNodeMadeArePassed() {
    ChangeLog.Mark mark = changes().end();
    two.commit(List.of(createGroup(ROOM, ConversationData.NONE, ALICE, BOB)));
    Heads created = since(mark);
    one.commit(List.of(rename(ROOM, "new")));
    Heads renamed = since(created.mark());
    two.commit(List.of(setRole(ROOM, BOB, Role.MODERATOR)));
    Heads promoted = since(renamed.mark());
    one.commit(List.of(say(ROOM, ALICE, "1"), add(ROOM, CAROL)));
    Heads added = since(promoted.mark());
    two.commit(List.of(ban(ROOM, CAROL, LATER)));

    assertThat(created.changed()).containsExactly(groupHead(0, 0, 0, 1));
    assertThat(created.accessChanged()).containsExactly(access(0, 0, ALICE, BOB));
    assertThat(renamed.changed()).containsExactly(groupHead(0, 1, 0, 2));
    assertThat(renamed.accessChanged()).isEmpty();
    assertThat(promoted.changed()).containsExactly(groupHead(0, 2, 0, 3));
    assertThat(promoted.accessChanged()).containsExactly(access(0, 2));
    assertThat(added.changed()).containsExactly(groupHead(0, 3, 1, 5));
    assertThat(added.accessChanged()).containsExactly(access(1, 4, CAROL));
    assertThat(since(added.mark()).changed()).containsExactly(groupHead(1, 5, 1, 6));
    assertThat(since(added.mark()).accessChanged()).containsExactly(access(1, 5));
    assertThat(since(mark).changed()).containsExactly(groupHead(0, 0, 1, 6));
    assertThat(since(mark).accessChanged()).containsExactly(access(0, 0, ALICE, BOB, CAROL));
  }

  @Test
  void detailsThatAnotherNodeChangedAreSeen() {
    one.commit(List.of(createGroup(ROOM, ConversationData.NONE, ALICE, BOB)));
    assertThat(recordedOn(two, ROOM)).isPresent().isEqualTo(history().conversation(ROOM));

    two.commit(List.of(setRole(ROOM, BOB, Role.OWNER)));
    assertThat(recordedOn(one, ROOM).orElseThrow().roleOf(BOB)).isEqualTo(Role.OWNER);
    assertThat(recordedOn(one, ROOM)).isEqualTo(history().conversation(ROOM));
    one.commit(List.of(rename(ROOM, "new")));
    assertThat(recordedOn(two, ROOM).orElseThrow().details().data().title()).contains("new");
    assertThat(recordedOn(two, ROOM)).isEqualTo(history().conversation(ROOM));
    one.commit(List.of(say(ROOM, ALICE, "1")));
    two.commit(List.of(rename(ROOM, "newer"), say(ROOM, BOB, "2")));

    assertThat(recordedOn(one, ROOM)).isEqualTo(history().conversation(ROOM));
    assertThat(recordedOn(one, ROOM).orElseThrow().position()).isEqualTo(new Position(2, 6));
    assertThat(all(ROOM)).extracting(Message::rev).containsExactly(4L, 6L);
  }

  @Test
  void bansOfAnotherNodeAreSeen() {
    one.commit(List.of(createGroup(ROOM, ConversationData.NONE, ALICE, BOB)));
    assertThat(banOn(two, BOB)).isEmpty();

    one.commit(List.of(ban(ROOM, BOB, LATER)));
    assertThat(banOn(two, BOB)).contains(new Ban(BOB, LATER));
    two.commit(List.of(ban(ROOM, BOB, Ban.FOR_EVER)));
    assertThat(banOn(one, BOB)).contains(new Ban(BOB, Ban.FOR_EVER));
    assertThat(recordedOn(one, ROOM)).isEqualTo(history().conversation(ROOM));
    one.commit(List.of(ban(ROOM, BOB, Ban.LIFTED)));
    assertThat(banOn(two, BOB)).isEmpty();
    assertThat(recordedOn(two, ROOM).orElseThrow().details().bans()).isZero();
    two.commit(List.of(ban(ROOM, BOB, LATER)));
    two.commit(List.of(forget(ROOM)));
    two.commit(List.of(createGroup(ROOM, ConversationData.NONE, ALICE)));

    assertThat(banOn(one, BOB)).isEmpty();
    assertThat(recordedOn(one, ROOM)).isEqualTo(history().conversation(ROOM));
  }

  @Test
  void severalChangesOfAccessHoldFromTheFirstInWhichSomebodyCame() {
    UserId dave = new UserId("dave");
    talk(ROOM, 1, 3);
    ChangeLog.Mark mark = changes().end();
    two.commit(List.of(leave(ROOM, BOB)));
    one.commit(List.of(say(ROOM, ALICE, "four"), join(ROOM, CAROL), say(ROOM, ALICE, "five")));
    two.commit(List.of(join(ROOM, dave)));

    assertThat(since(mark).accessChanged())
        .containsExactly(new AccessChange(ROOM, Set.of(CAROL, dave), Position.ofMessages(4)));
  }

  @Test
  void whereNobodyCameAccessHoldsFromItsFirstChange() {
    talk(ROOM, 1, 3);
    ChangeLog.Mark mark = changes().end();
    two.commit(List.of(leave(ROOM, BOB), say(ROOM, ALICE, "four"), leave(ROOM, ALICE)));

    assertThat(since(mark).accessChanged())
        .containsExactly(new AccessChange(ROOM, Set.of(), Position.ofMessages(3)));
  }

  @Test
  void accessThatIsChangedLaterIsNotPassed() {
    talk(ROOM, 1, 3);
    ChangeLog.Mark mark = changes().end();
    two.commit(List.of(join(ROOM, CAROL)));
    ChangeLog.Mark end = changes().end();
    one.commit(List.of(leave(ROOM, BOB), join(OTHER, BOB)));

    Heads heads = changes().between(mark, end);

    assertThat(heads)
        .isEqualTo(
            new Heads(
                end,
                List.of(),
                List.of(new AccessChange(ROOM, Set.of(CAROL), Position.ofMessages(3)))));
    assertThat(since(end).accessChanged())
        .containsExactlyInAnyOrder(
            new AccessChange(ROOM, Set.of(), Position.ofMessages(3)),
            new AccessChange(OTHER, Set.of(BOB), Position.ofMessages(0)));
  }

  @Test
  void deliveredMarksThatNodesMoveAtOnceAreAllSeen() {
    int rounds = 60;
    atOnce(
        rounds,
        ledger ->
            records ->
                Decision.personal(
                    "reached",
                    new DeliveredMark(ROOM, ALICE, records.deliveredUpTo(ROOM, ALICE) + 1)));

    assertThat(history().readers(ROOM, List.of(ALICE)))
        .isEqualTo(Map.of(ALICE, new History.Reader(ALICE, 0, 2L * rounds)));
  }

  @Test
  void mutingOnOneNodeAndHidingOnAnotherAtOnceAreBothKept() {
    int rounds = 60;
    atOnce(
        rounds,
        ledger ->
            records -> {
              Preferences had = records.preferences(ROOM, ALICE);
              Preferences now =
                  ledger.equals(one)
                      ? new Preferences(had.mutedUntil().plusMillis(1), had.hiddenAt())
                      : new Preferences(had.mutedUntil(), had.hiddenAt() + 1);
              return Decision.personal("preferred", new OwnPreferences(ROOM, ALICE, now));
            });

    assertThat(history().standing(ROOM, ALICE, 1).preferences())
        .isEqualTo(new Preferences(Instant.ofEpochMilli(rounds), rounds - 1));
  }

  /** What changed after the mark and up to now. */
  private Heads since(ChangeLog.Mark mark) {
    return changes().between(mark, changes().end());
  }

  private static Head groupHead(long afterSeq, long afterRev, long seq, long rev) {
    return new Head(ROOM, new Position(afterSeq, afterRev), new Position(seq, rev));
  }

  private static AccessChange access(long seq, long rev, UserId... joined) {
    return new AccessChange(ROOM, Set.of(joined), new Position(seq, rev));
  }

  private static Optional<Ban> banOn(Ledger ledger, UserId user) {
    return ask(ledger, records -> records.ban(ROOM, user));
  }

  protected static Optional<Message> sentOn(Ledger ledger, UserId sender) {
    return ask(ledger, records -> records.sent(ROOM, sender, KEY)).map(FirstSent::message);
  }

  protected static Optional<Message> foundOn(Ledger ledger, MessageId id) {
    return ask(ledger, records -> records.message(id));
  }

  protected static Optional<Conversation> recordedOn(Ledger ledger, ConversationId id) {
    return ask(ledger, records -> records.conversation(id));
  }

  protected static <T> T ask(Ledger ledger, Function<Records, T> question) {
    Decider<T> asking = records -> Decision.unchanged(question.apply(records));
    Outcome.Done done = (Outcome.Done) ledger.commit(List.of(asking)).get(0);
    @SuppressWarnings("unchecked") // as the decider gave it
    T answer = (T) done.result();
    return answer;
  }

  /** Each node commits its command so many times. */
  private void atOnce(int rounds, Function<Ledger, Decider<String>> command) {
    one.commit(List.of(join(ROOM, ALICE)));
    atOnce(
        ledger -> {
          for (int i = 0; i < rounds; i++) {
            assertThat(ledger.commit(List.of(command.apply(ledger))))
                .hasOnlyElementsOfType(Outcome.Done.class);
          }
          return List.of();
        });
  }

  /** What both nodes did, each on a thread of its own. */
  protected final List<Message> atOnce(Function<Ledger, List<Message>> work) {
    CyclicBarrier together = new CyclicBarrier(2);
    List<CompletableFuture<List<Message>>> both = new ArrayList<>();
    for (Ledger ledger : List.of(one, two)) {
      both.add(
          CompletableFuture.supplyAsync(
              () -> {
                meet(together);
                return work.apply(ledger);
              }));
    }
    List<Message> done = new ArrayList<>();
    both.forEach(some -> done.addAll(some.join()));
    return done;
  }

  private static void meet(CyclicBarrier together) {
    try {
      together.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new AssertionError(e);
    }
  }
}
