package io.messageservice.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.ReactionCount;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.domain.room.NodeOccupancy;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a store must do that several nodes share. */
public abstract class SharedStoreContract extends SharedHeadsContract {

  @Test
  void numbersAreContiguousWhereNodesWriteAtOnce() {
    int batches = 60;
    List<Message> said =
        atOnce(
            ledger -> {
              List<Message> mine = new ArrayList<>();
              for (int i = 0; i < batches; i++) {
                List<Decider<String>> batch =
                    List.of(say(ROOM, ALICE, "a"), say(OTHER, BOB, "b"), say(ROOM, BOB, "c"));
                ledger.commit(batch).forEach(outcome -> mine.add(said(outcome)));
              }
              return mine;
            });

    for (ConversationId id : List.of(ROOM, OTHER)) {
      List<Message> stored = history().after(id, 0, 1_000, Integer.MAX_VALUE).messages();
      long count = batches * (id.equals(ROOM) ? 4L : 2L);
      assertThat(seqs(stored)).isEqualTo(LongStream.rangeClosed(1, count).boxed().toList());
      assertThat(said.stream().filter(message -> message.conversation().equals(id)))
          .containsExactlyInAnyOrderElementsOf(stored);
    }
  }

  @Test
  void whatIsHeardMayBeTrueOrNot() {
    Message first = said(one.commit(List.of(say(ROOM, ALICE, "a"))).get(0));
    Message second = said(two.commit(List.of(say(ROOM, ALICE, "b"))).get(0));
    long version = recordedOn(one, ROOM).orElseThrow().accessVersion();
    for (long seq : new long[] {2, 2, 9, 3, 1, 4}) {
      Position heard = new Position(seq, seq + seq % 2);
      one.storedElsewhere(ROOM, heard, version, second.createdAt());
      two.storedElsewhere(ROOM, heard, version + 1, first.createdAt().minusSeconds(seq));
      two.storedElsewhere(OTHER, heard, version, second.createdAt());
      one.changedElsewhere(OTHER, heard);
      two.changedElsewhere(ROOM, heard);
    }
    one.storedElsewhere(ROOM, Position.ofMessages(3), version, second.createdAt());
    one.storedElsewhere(ROOM, Position.ofMessages(4), version, second.createdAt());
    two.changedElsewhere(ROOM, new Position(2, 3));
    two.storedElsewhere(ROOM, new Position(3, 4), version, second.createdAt());

    two.commit(List.of(say(ROOM, ALICE, "c"), say(OTHER, ALICE, "a")));
    one.commit(List.of(say(ROOM, ALICE, "d")));
    two.commit(List.of(say(ROOM, ALICE, "e")));
    one.changedElsewhere(ROOM, new Position(4, 5));
    one.commit(List.of(edit(first, "A")));

    assertThat(history().after(ROOM, 0, 10, 10_000).messages())
        .extracting(message -> message.content().text())
        .containsExactly("A", "b", "c", "d", "e");
    assertThat(history().conversation(ROOM).orElseThrow().position()).isEqualTo(new Position(5, 6));
  }

  @Test
  void whoComesOnSeveralNodesAtOnceIsCountedOnEach() {
    int users = 100;
    atOnce(
        ledger -> {
          for (int i = 0; i < users; i++) {
            ledger.commit(List.of(join(ROOM, new UserId(node(ledger) + "-" + i))));
          }
          return List.of();
        });

    Conversation room = history().conversation(ROOM).orElseThrow();
    assertThat(room.participants().size()).isEqualTo(2 * users);
    assertThat(room.accessVersion()).isEqualTo(2 * users + 1);
  }

  @Test
  void nameThatIsUsedOnSeveralNodesAtOnceIsUsedOnce() {
    int names = 100;
    List<Message> said =
        atOnce(
            ledger -> {
              List<Message> mine = new ArrayList<>();
              for (int i = 0; i < names; i++) {
                ClientMessageId key = new ClientMessageId("key-" + i);
                Outcome.Done done = (Outcome.Done) ledger.commit(List.of(once(key))).get(0);
                done.message().ifPresent(mine::add);
              }
              return mine;
            });

    assertThat(said).hasSize(names);
    assertThat(said.stream().map(Message::key)).doesNotHaveDuplicates();
    assertThat(history().conversation(ROOM).orElseThrow().head()).isEqualTo(names);
  }

  @Test
  void nameThatWasUsedOnAnotherNodeIsFound() {
    Message message = commit(say(ROOM, ALICE, "hello", KEY));
    one.commit(List.of(say(ROOM, ALICE, "later")));
    two.commit(List.of(join(ROOM, BOB)));

    assertThat(sentOn(two, ALICE)).contains(message);
    assertThat(foundOn(two, message.id())).contains(message);
    Message other = said(two.commit(List.of(say(ROOM, BOB, "mine", KEY))).get(0));
    assertThat(sentOn(one, BOB)).contains(other);
    assertThat(two.commit(List.of(say(ROOM, ALICE, "doubled", KEY))).get(0))
        .isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void changesAreNumberedWithMessagesWhereNodesWriteAtOnce() {
    int rounds = 40;
    List<Message> first =
        List.of(commit(say(ROOM, ALICE, "of one")), commit(say(ROOM, BOB, "of two")));
    atOnce(
        ledger -> {
          Message mine = first.get(ledger.equals(one) ? 0 : 1);
          for (int i = 0; i < rounds; i++) {
            assertThat(ledger.commit(List.of(edit(mine, "edit " + i), say(ROOM, ALICE, "text"))))
                .hasOnlyElementsOfType(Outcome.Done.class);
          }
          return List.of();
        });

    List<Message> all = all(ROOM);
    assertThat(seqs(all)).isEqualTo(LongStream.rangeClosed(1, 2 + 2 * rounds).boxed().toList());
    assertThat(all).extracting(Message::rev).doesNotHaveDuplicates();
    assertThat(all.subList(0, 2))
        .extracting(message -> message.content().text())
        .containsOnly("edit " + (rounds - 1));
    assertThat(recordedOn(two, ROOM).orElseThrow().position())
        .isEqualTo(new Position(2 + 2 * rounds, 2 + 4 * rounds));
  }

  @Test
  void reactionsAreCountedWhereNodesReactAtOnce() {
    Message message = commit(say(ROOM, ALICE, "one"));
    int users = 50;
    atOnce(
        ledger -> {
          for (int i = 0; i < users; i++) {
            UserId user = new UserId(node(ledger) + "-" + i);
            assertThat(ledger.commit(List.of(react(message, user, "+1"))))
                .hasOnlyElementsOfType(Outcome.Done.class);
            if (i % 2 == 1) {
              ledger.commit(List.of(takeBack(message, user, "+1")));
            }
          }
          return List.of();
        });

    Message reacted = all(ROOM).get(0);
    assertThat(reacted.rev()).isEqualTo(1 + 3 * users);
    assertThat(reacted.reactions()).singleElement().extracting(ReactionCount::count).isEqualTo(50);
    assertThat(foundOn(one, message.id())).contains(reacted);
    assertThat(foundOn(two, message.id())).contains(reacted);
    two.commit(List.of(delete(message)));
    assertThat(one.commit(List.of(react(message, ALICE, "+1"))).get(0))
        .isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void refusalIsByWhatAnotherNodeDecided() {
    one.commit(List.of(make(ROOM, Kind.GROUP, ALICE, BOB)));
    assertThat(isMemberOn(two, BOB)).isTrue();

    one.commit(List.of(leave(ROOM, BOB)));
    assertThat(isMemberOn(two, BOB)).isFalse();

    one.commit(List.of(join(ROOM, ALICE), make(OTHER, Kind.OPEN, BOB)));
    assertThat(recordedOn(two, OTHER)).isPresent();
  }

  @Test
  void markThatMovedOnAnotherNodeIsSeen() {
    talk(ROOM, 1, 5);
    one.commit(List.of(mark(ROOM, ALICE, 2)));
    assertThat(readUpToOn(two, ALICE)).isEqualTo(2);

    one.commit(List.of(mark(ROOM, ALICE, 4)));

    assertThat(readUpToOn(two, ALICE)).isEqualTo(4);
    two.commit(List.of(read(ALICE, 3)));
    assertThat(history().standing(ROOM, ALICE, 1).readUpTo()).isEqualTo(4);
    two.commit(List.of(read(ALICE, 5)));
    assertThat(readUpToOn(one, ALICE)).isEqualTo(5);
  }

  @Test
  void whatAnotherNodeForgotMayBeginAnew() {
    one.commit(List.of(join(ROOM, ALICE), mark(ROOM, ALICE, 3)));
    assertThat(readUpToOn(two, ALICE)).isEqualTo(3);

    one.commit(List.of(forget(ROOM)));
    one.commit(List.of(join(ROOM, CAROL)));

    Conversation room = recordedOn(two, ROOM).orElseThrow();
    assertThat(room.participants().asSet()).containsExactly(CAROL);
    assertThat(history().conversation(ROOM)).contains(room);
    assertThat(readUpToOn(two, ALICE)).isZero();
    two.commit(List.of(forget(ROOM)));
    assertThat(recordedOn(one, ROOM)).isEmpty();
  }

  @Test
  void seatIsSeenOnEveryNode() {
    one.commit(List.of(sit(ROOM, ALICE), join(ROOM, BOB)));

    for (Ledger each : List.of(one, two)) {
      assertThat(nodesOf(each, ALICE)).containsExactly("one");
      assertThat(nodesOf(each, BOB)).isEmpty();
      assertThat(nodesIn(each)).containsExactly("one");
    }
  }

  @Test
  void seatIsOfTheNodeThatTookIt() {
    one.commit(List.of(sit(ROOM, ALICE)));
    two.commit(List.of(sit(ROOM, ALICE)));
    assertThat(nodesOf(one, ALICE)).containsExactlyInAnyOrder("one", "two");

    two.commit(List.of(rise(ROOM, ALICE)));

    assertThat(nodesOf(two, ALICE)).containsExactly("one");
    one.commit(List.of(rise(ROOM, ALICE), rise(ROOM, ALICE)));
    assertThat(nodesOf(two, ALICE)).isEmpty();
    assertThat(nodesIn(two)).isEmpty();
  }

  @Test
  void oneDecisionTakesAndGivesUpSeatsInSeveralRooms() {
    List<ConversationId> rooms = rooms(3);
    rooms.forEach(room -> one.commit(List.of(join(room, ALICE))));
    ConversationId left = rooms.get(2);
    two.commit(List.of(leave(left, ALICE)));

    assertThat(one.commit(List.of(move(rooms, true)))).hasOnlyElementsOfType(Outcome.Done.class);
    assertThat(rooms)
        .filteredOn(room -> isIn(two, room))
        .containsExactly(rooms.get(0), rooms.get(1));

    assertThat(one.commit(List.of(move(rooms, false), say(left, BOB, "a"))))
        .hasOnlyElementsOfType(Outcome.Done.class);
    assertThat(rooms).noneMatch(room -> isIn(two, room));
  }

  @Test
  void oneDecisionGivesUpSeatsInManyRoomsThatANodeDoesNotRemember() {
    List<ConversationId> rooms = rooms(150);
    one.commit(rooms.stream().map(room -> sit(room, ALICE)).toList());
    Ledger forgetful = ledgerOf("one");

    assertThat(forgetful.commit(List.of(move(rooms, false))))
        .hasOnlyElementsOfType(Outcome.Done.class);

    assertThat(rooms).noneMatch(room -> isIn(two, room));
  }

  @Test
  void whoIsTakenOutLosesHisSeats() {
    one.commit(List.of(sit(ROOM, ALICE), sit(ROOM, BOB)));

    two.commit(List.of(leave(ROOM, ALICE)));
    two.commit(List.of(join(ROOM, ALICE)));

    assertThat(nodesOf(two, ALICE)).isEmpty();
    assertThat(nodesOf(two, BOB)).containsExactly("one");
  }

  @Test
  void whoIsTakenOutAndComesBackInOneBatchLosesHisSeats() {
    one.commit(List.of(sit(ROOM, ALICE)));

    two.commit(List.of(leave(ROOM, ALICE), join(ROOM, ALICE)));

    assertThat(nodesOf(two, ALICE)).isEmpty();
  }

  @Test
  void seatsOfAForgottenConversationAreGone() {
    one.commit(List.of(sit(ROOM, ALICE)));

    two.commit(List.of(forget(ROOM)));
    two.commit(List.of(join(ROOM, ALICE)));

    assertThat(nodesOf(two, ALICE)).isEmpty();
  }

  @Test
  void userStaysUntilHeLeavesOnTheLastNodeAlsoWhereHeLeavesAtOnce() {
    int rooms = 40;
    for (int i = 0; i < rooms; i++) {
      ConversationId room = new ConversationId("room-" + i);
      one.commit(List.of(sit(room, ALICE)));
      two.commit(List.of(sit(room, ALICE)));
    }

    atOnce(
        ledger -> {
          for (int i = 0; i < rooms; i++) {
            ledger.commit(
                List.of(riseAndLeave(new ConversationId("room-" + i), ALICE, node(ledger))));
          }
          return List.of();
        });

    assertThat(history().conversationIdsOf(ALICE)).isEmpty();
  }

  /** Says it unless it was said under that name, as a client that sends again wants it. */
  private static Decider<String> once(ClientMessageId key) {
    Decider<String> saying = say(ROOM, ALICE, MessageContent.of("once"), Optional.of(key), NOON);
    return records ->
        records.sent(ROOM, ALICE, key).isPresent()
            ? Decision.unchanged("said before")
            : saying.decide(records);
  }

  private static Decider<String> read(UserId reader, long seq) {
    return records -> {
      ReadMark old = new ReadMark(ROOM, reader, records.readUpTo(ROOM, reader));
      return Decision.personal("read", old.read(seq));
    };
  }

  private static Decider<String> sit(ConversationId room, UserId user) {
    Decider<String> joining = join(room, user);
    return records ->
        ((Decision.Accepted<String>) joining.decide(records))
            .with(List.of(new NodeOccupancy(room, user, true)));
  }

  private static Decider<String> rise(ConversationId room, UserId user) {
    return records ->
        Decision.unchanged("risen").with(List.of(new NodeOccupancy(room, user, false)));
  }

  /** Takes a seat in each room, or gives it up, where the user takes part. */
  private static Decider<String> move(List<ConversationId> rooms, boolean taken) {
    return records -> {
      records.ahead(rooms);
      List<NodeOccupancy> seats =
          rooms.stream()
              .flatMap(room -> records.conversation(room).stream())
              .filter(room -> room.has(ALICE))
              .map(room -> new NodeOccupancy(room.id(), ALICE, taken))
              .toList();
      return Decision.unchanged("moved").with(seats);
    };
  }

  private static List<ConversationId> rooms(int count) {
    return IntStream.range(0, count).mapToObj(i -> new ConversationId("room-" + i)).toList();
  }

  private static boolean isIn(Ledger ledger, ConversationId room) {
    return ask(ledger, records -> records.nodesOf(room, ALICE)).contains("one");
  }

  private static Decider<String> riseAndLeave(ConversationId room, UserId user, String own) {
    return records -> {
      Conversation conversation = records.conversation(room).orElseThrow();
      NodeOccupancy seat = new NodeOccupancy(room, user, false);
      return records.nodesOf(room, user).stream().anyMatch(node -> !node.equals(own))
          ? Decision.unchanged("stays").with(List.of(seat))
          : Decision.changed("left", conversation.without(user)).with(List.of(seat));
    };
  }

  private static boolean isMemberOn(Ledger ledger, UserId user) {
    return recordedOn(ledger, ROOM).filter(room -> room.has(user)).isPresent();
  }

  private static long readUpToOn(Ledger ledger, UserId reader) {
    return ask(ledger, records -> records.readUpTo(ROOM, reader));
  }

  private static Set<String> nodesOf(Ledger ledger, UserId user) {
    return ask(ledger, records -> records.nodesOf(ROOM, user));
  }

  private static Set<String> nodesIn(Ledger ledger) {
    return ask(ledger, records -> records.nodesIn(ROOM));
  }

  private String node(Ledger ledger) {
    return ledger.equals(one) ? "one" : "two";
  }
}
