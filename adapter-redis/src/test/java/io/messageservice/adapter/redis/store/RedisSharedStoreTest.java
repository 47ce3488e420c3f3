package io.messageservice.adapter.redis.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.application.port.out.BlockCommands;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.GivenReaction;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.application.port.out.SharedStoreContract;
import io.messageservice.domain.conversation.BlockRules;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.ReactionCount;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.user.Actor;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachRedis
class RedisSharedStoreTest extends SharedStoreContract {

  private final RedisConnection connection;
  private final RedisStore reader;

  RedisSharedStoreTest(RedisVersion version) {
    connection = OwnStore.connect(version);
    reader = OwnStore.open(connection, "reader");
  }

  @AfterEach
  void close() {
    connection.close();
  }

  @Override
  protected Ledger ledgerOf(String node) {
    return OwnStore.open(connection, node).ledger();
  }

  @Override
  protected History history() {
    return reader.history();
  }

  @Test
  void whatWasHeardNeedNotBeFoundOutByWriting() {
    Ledger here = ledger();
    Ledger there = ledgerOf("there");
    Outcome unused = here.commit(List.of(say(ROOM, ALICE, "one"))).get(0);
    Message two = said(there.commit(List.of(say(ROOM, ALICE, "two"))).get(0));
    AtomicInteger decided = new AtomicInteger();
    Decider<String> saying = say(ROOM, ALICE, "three");
    Decider<String> counted =
        records -> {
          decided.incrementAndGet();
          return saying.decide(records);
        };

    long version = history().conversation(ROOM).orElseThrow().accessVersion();
    here.storedElsewhere(ROOM, Position.ofMessages(2), version, two.createdAt());
    assertThat(there.commit(List.of(edit(two, "TWO")))).hasOnlyElementsOfType(Outcome.Done.class);
    here.changedElsewhere(ROOM, new Position(2, 3));
    Message three = said(here.commit(List.of(counted)).get(0));

    assertThat(three.rev()).isEqualTo(4);
    assertThat(decided).hasValue(1);
  }

  @Test
  void differentReactionsOfSeveralNodesAtOnceAreAllStored() {
    int users = 30;
    Message message = commit(say(ROOM, ALICE, "one"));
    atOnce(
        ledger -> {
          String own = ledger.equals(one) ? "a" : "b";
          for (int i = 0; i < users; i++) {
            UserId user = new UserId(own + i);
            assertThat(
                    ledger.commit(List.of(react(message, user, "+1"), react(message, user, own))))
                .hasOnlyElementsOfType(Outcome.Done.class);
          }
          return List.of();
        });

    Message reacted = history().message(message.id()).orElseThrow();
    assertThat(reacted.rev()).isEqualTo(1 + 4 * users);
    assertThat(reacted.reactions())
        .extracting(ReactionCount::count)
        .containsExactlyInAnyOrder(2 * users, users, users);
    assertThat(history().reactions(ROOM, 1, Optional.empty(), 0, 4 * users).reactions())
        .extracting(GivenReaction::rev)
        .isEqualTo(LongStream.rangeClosed(2, 1 + 4 * users).boxed().toList());
  }

  @Test
  void reactionToWhatAnotherNodeDeletesIsNotLeftBehind() {
    int count = 40;
    talk(ROOM, 1, count);
    List<Message> messages = all(ROOM);
    atOnce(
        ledger -> {
          for (Message each : messages) {
            Decider<String> command = ledger.equals(one) ? delete(each) : react(each, BOB, "+1");
            assertThat(ledger.commit(List.of(command))).hasSize(1);
          }
          return List.of();
        });

    assertThat(all(ROOM)).allMatch(Message::isDeleted).allMatch(m -> m.reactions().isEmpty());
    for (Message each : messages) {
      assertThat(history().reactions(ROOM, each.seq(), Optional.empty(), 0, 1).reactions())
          .isEmpty();
    }
    assertThat(history().ownReactions(ROOM, BOB, 1, count)).isEmpty();
  }

  /** The block is recorded while the other node has decided, and finds no conversation yet. */
  @Test
  void directConversationThatBeginsWhileABlockIsRecordedEndsAsBlocked() {
    Decider<String> beginning = begin(ROOM, ALICE, BOB);
    Decider<String> interrupted =
        records -> {
          Decision<String> decided = beginning.decide(records);
          blockAndNote(two, BOB, ALICE);
          return decided;
        };

    assertThat(one.commit(List.of(interrupted))).hasOnlyElementsOfType(Outcome.Done.class);
    one.commit(List.of(BlockCommands.note(ROOM)));

    assertThat(history().conversation(ROOM).orElseThrow().isBlocked()).isTrue();
    assertThat(one.commit(List.of(begin(OTHER, ALICE, BOB))))
        .hasOnlyElementsOfType(Outcome.Refused.class);
  }

  @Test
  void directConversationsThatBeginWhereTheOtherBlocksAtOnceEndAsBlocked() {
    int rounds = 60;
    atOnce(
        ledger -> {
          for (int i = 0; i < rounds; i++) {
            UserId user = new UserId("user-" + i);
            ConversationId id = new ConversationId("direct-" + i);
            if (ledger.equals(two)) {
              blockAndNote(two, user, BOB);
            } else if (one.commit(List.of(begin(id, BOB, user))).get(0) instanceof Outcome.Done) {
              one.commit(List.of(BlockCommands.note(id)));
            }
          }
          return List.of();
        });

    assertThat(history().blockedWith(BOB)).hasSize(rounds);
    for (int i = 0; i < rounds; i++) {
      Optional<Conversation> direct = history().conversation(new ConversationId("direct-" + i));
      assertThat(direct.filter(there -> !there.isBlocked())).isEmpty();
    }
  }

  @Test
  void whoUnblockedOrNeverBlockedIsNotNamedThoughTheyAreNoted() {
    one.commit(List.of(BlockCommands.block(ALICE, BOB), BlockCommands.block(CAROL, BOB)));
    two.commit(List.of(BlockCommands.unblock(ALICE, BOB)));

    assertThat(history().blockedWith(BOB)).containsExactly(CAROL);
    two.commit(List.of(BlockCommands.block(ALICE, BOB)));
    assertThat(history().blockedWith(BOB)).containsExactlyInAnyOrder(ALICE, CAROL);
  }

  @Test
  void commandThatIsDecidedAgainSeesTheBlockThatWasWrittenBefore() {
    one.commit(List.of(say(ROOM, ALICE, "one")));
    Decider<String> saying = say(ROOM, ALICE, "three");
    List<Boolean> seen = new ArrayList<>();
    Decider<String> interrupted =
        records -> {
          seen.add(records.blocks(ALICE, BOB));
          if (seen.size() == 1) {
            two.commit(List.of(say(ROOM, BOB, "two")));
          }
          return saying.decide(records);
        };

    assertThat(one.commit(List.of(BlockCommands.block(ALICE, BOB), interrupted)))
        .hasOnlyElementsOfType(Outcome.Done.class);

    assertThat(seen).hasSizeGreaterThan(1).containsOnly(true);
  }

  @Test
  void whatUsersHaveIsRememberedAfterMessages() {
    one.commit(List.of(say(ROOM, ALICE, "one"), mark(ROOM, BOB, 1)));
    one.commit(List.of(say(ROOM, BOB, "two"), say(ROOM, ALICE, "three")));
    List<Long> seen = new ArrayList<>();

    one.commit(
        List.of(
            records -> {
              seen.add(records.readUpTo(ROOM, BOB));
              return Decision.unchanged("seen");
            }));

    assertThat(seen).as("decided once").containsExactly(1L);
  }

  @Test
  void whatUsersHadIsForgottenWithTheConversation() {
    Preferences muted = new Preferences(Preferences.FOR_EVER, -1);
    List<Preferences> seen = new ArrayList<>();
    Decider<String> seeing =
        records -> {
          seen.add(records.preferences(OTHER, ALICE));
          return Decision.unchanged("seen");
        };
    one.commit(List.of(beginOpen(OTHER)));
    one.commit(
        List.of(
            records -> Decision.personal("muted", new OwnPreferences(OTHER, ALICE, muted)),
            seeing));

    one.commit(
        List.of(seeing, records -> Decision.forgotten("forgotten", OTHER), beginOpen(OTHER)));
    seen.clear();
    one.commit(List.of(seeing));

    assertThat(seen).containsOnly(Preferences.NONE);
  }

  private static Decider<String> beginOpen(ConversationId id) {
    return records ->
        Decision.changed(
            "begun", Conversation.begin(id, Kind.OPEN, Participants.of(List.of(ALICE))));
  }

  /** As a node carries it out. */
  private void blockAndNote(Ledger ledger, UserId user, UserId other) {
    ledger.commit(List.of(BlockCommands.block(user, other)));
    history()
        .directOf(user, other, 10)
        .forEach(direct -> ledger.commit(List.of(BlockCommands.note(direct))));
  }

  private static Decider<String> begin(ConversationId id, UserId user, UserId other) {
    Conversation direct = Conversation.begin(id, Kind.DIRECT, Participants.of(user, other));
    return records ->
        new BlockRules(records::blocks)
            .refusal(Optional.empty(), direct, Actor.user(user))
            .<Decision<String>>map(Decision::refused)
            .orElseGet(() -> Decision.changed("begun", direct));
  }

  @Test
  void commandThatAsksForSomethingElseEachTimeFailsAlone() {
    Decider<String> asking =
        records ->
            Decision.unchanged(
                "never" + IntStream.range(0, 500).filter(i -> isKnown(records, i)).count());
    List<Decider<String>> batch = List.of(say(ROOM, ALICE, "a"), asking, say(ROOM, BOB, "b"));

    List<Outcome> outcomes = ledger().commit(batch);

    assertThat(List.of(said(outcomes.get(0)).seq(), said(outcomes.get(2)).seq()))
        .containsExactly(1L, 2L);
    assertThat(outcomes.get(1)).isInstanceOf(Outcome.Failed.class);
    assertThat(ledger().commit(List.of(say(ROOM, ALICE, "c"))))
        .hasOnlyElementsOfType(Outcome.Done.class);
  }

  private static boolean isKnown(Records records, int number) {
    return records.conversation(new ConversationId("room-" + number)).isPresent();
  }

  @Override
  protected ChangeLog changes() {
    return reader.changes();
  }
}
