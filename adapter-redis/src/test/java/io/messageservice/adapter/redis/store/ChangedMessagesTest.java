package io.messageservice.adapter.redis.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.StoreContract;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.ReactionCount;
import io.messageservice.domain.user.UserId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How messages that change, and those beside them, are kept. */
@OnEachRedis
class ChangedMessagesTest extends StoreContract {

  private static final String BASE = "ms:" + KeyPartition.of(ROOM.value()).tag();

  private static final ClientMessageId KEY = new ClientMessageId("key");

  private final OwnStore place;
  private RedisStore store;

  ChangedMessagesTest(RedisVersion version) {
    place = new OwnStore(version, "--rdbcompression", "no");
    store = place.store;
  }

  @AfterEach
  void close() {
    place.close();
  }

  @Override
  protected Ledger ledger() {
    return store.ledger();
  }

  @Override
  protected History history() {
    return store.history();
  }

  @Test
  void conversationWithoutChangesNotesLittleMoreThanItsMessages() {
    commitAll(List.of(say(ROOM, ALICE, "one"), say(ROOM, BOB, "two")));

    assertThat(ask("GET", "c:room")).matches("3 [0-9a-f]{16}\\.[0-9a-z]{8} OPEN 2 \\d+");
    assertThat(ask("XRANGE", "m:room", "2", "2").lines()).hasSize(7);
    assertThat(ask("XREVRANGE", "log", "+", "-", "COUNT", "1").lines()).hasSize(1 + 2 * 12);
    assertThat(place.server.ask("KEYS", BASE + "[abexfdgqpv]:*")).isEmpty();
  }

  @Test
  void nobodyLooksForReactionsWhereNothingChanged() {
    talk(ROOM, 1, 10);
    String unused = place.server.ask("CONFIG", "RESETSTAT");

    assertThat(history().after(ROOM, 0, 10, 10_000).messages()).hasSize(10);
    assertThat(history().before(ROOM, 11, 10, 10_000).messages()).hasSize(10);
    assertThat(history().missed(ROOM, Position.START, 10, 10_000).sent()).hasSize(10);
    assertThat(history().standing(ROOM, CAROL, 1).unread()).isEqualTo(10);
    assertThat(history().ownReactions(ROOM, BOB, 1, 10)).isEmpty();
    assertThat(history().conversationsOf(BOB, page(Optional.empty(), 1, 10_000)).conversations())
        .hasSize(1);

    assertThat(place.server.ask("INFO", "commandstats"))
        .contains("cmdstat_xrange")
        .contains("cmdstat_hget:calls=3,") // each for preferences
        .doesNotContain("cmdstat_hmget:");
  }

  @Test
  void reactionLeavesTheMessageWhereItIs() {
    talk(ROOM, 1, 2);
    String before = ask("XRANGE", "m:room", "-", "+");
    Message one = all(ROOM).get(0);

    commitAll(List.of(react(one, BOB, "+1"), react(one, ALICE, "+1"), react(one, ALICE, "b")));

    assertThat(ask("XRANGE", "m:room", "-", "+")).isEqualTo(before);
    assertThat(ask("HGET", "g:room", "1")).isEqualTo("5 16\n+1\0012\2bob\2alice\nb\0011\2alice");
    assertThat(ask("ZRANGE", "q:room\n1\n+1", "0", "-1", "WITHSCORES").lines())
        .containsExactly("bob", "3", "alice", "4");
    assertThat(ask("ZRANGE", "x:room", "0", "-1", "WITHSCORES").lines()).containsExactly("1", "5");
    assertThat(place.server.ask("KEYS", BASE + "[efd]:*")).isEmpty();
  }

  @Test
  void nothingIsLeftOfReactionsToWhatWasDeleted() {
    talk(ROOM, 1, 2);
    Message one = all(ROOM).get(0);
    commitAll(List.of(react(one, BOB, "+1"), react(one, ALICE, "b")));

    commitAll(List.of(react(one, ALICE, "+1"), delete(one)));

    assertThat(place.server.ask("KEYS", BASE + "[gq]:*")).isEmpty();
    assertThat(ask("ZRANGE", "x:room", "0", "-1", "WITHSCORES").lines()).containsExactly("1", "6");
  }

  @Test
  void changeOfTheContentIsTheLastThoughAReactionIsWrittenAfterIt() {
    talk(ROOM, 1, 1);
    Message one = all(ROOM).get(0);

    commitAll(List.of(react(one, BOB, "+1"), edit(one, "ONE")));

    assertThat(ask("ZRANGE", "x:room", "0", "-1", "WITHSCORES").lines()).containsExactly("1", "3");
    assertThat(all(ROOM).get(0).rev()).isEqualTo(3);
  }

  /** Redis names the first users only; those who come after them are asked for. */
  @Test
  void usersWhoComeAfterThoseWhoTookTheirReactionBackAreKnownWithinTheBatch() {
    talk(ROOM, 1, 1);
    Message one = all(ROOM).get(0);
    List<UserId> users = IntStream.range(0, 30).mapToObj(i -> new UserId("user-" + i)).toList();
    commitAll(users.stream().map(user -> react(one, user, "+1")).toList());
    List<Message> seen = new ArrayList<>();
    Decider<String> looking =
        records -> {
          seen.add(records.message(one.id()).orElseThrow());
          return Decision.unchanged("looked");
        };

    commitAll(
        List.of(
            takeBack(one, users.get(25), "+1"),
            takeBack(one, users.get(0), "+1"),
            takeBack(one, users.get(7), "+1"),
            react(one, users.get(0), "+1"),
            looking));

    assertThat(seen.get(seen.size() - 1)).isEqualTo(all(ROOM).get(0));
    List<UserId> named = new ArrayList<>(users.subList(1, ReactionCount.MAX_NAMED + 2));
    named.remove(users.get(7));
    assertThat(all(ROOM).get(0).reactions())
        .containsExactly(new ReactionCount(new Reaction("+1"), 28, named));
  }

  /** The message is read, another node deletes it, and only then its conversation is read. */
  @Test
  void reactionToWhatAnotherNodeDeletedMeanwhileIsDecidedAgain() {
    Message one = commit(say(ROOM, ALICE, "one"));
    Ledger late = place.open("late", InstantSource.system()).ledger();
    AtomicBoolean deleted = new AtomicBoolean();
    List<Boolean> seen = new ArrayList<>();
    Decider<String> reacting =
        records -> {
          Message present = records.message(one.id()).orElseThrow();
          if (deleted.compareAndSet(false, true)) {
            commitAll(List.of(delete(one)));
          }
          seen.add(present.isDeleted());
          return react(one, BOB, "+1").decide(records);
        };

    assertThat(late.commit(List.of(reacting))).hasOnlyElementsOfType(Ledger.Outcome.Failed.class);

    assertThat(seen).startsWith(false).endsWith(true);
    assertThat(recorded(ROOM).orElseThrow().position()).isEqualTo(new Position(1, 2));
    assertThat(place.server.ask("KEYS", BASE + "[gq]:*")).isEmpty();
  }

  @Test
  void messageAfterChangesNotesHowManyThereWere() {
    Message one = commit(say(ROOM, ALICE, "one"));
    commitAll(List.of(edit(one, "ONE"), say(ROOM, BOB, "two")));

    assertThat(ask("GET", "c:room")).matches("3 [0-9a-f]{16}\\.[0-9a-z]{8}\\+1 OPEN 2 \\d+");
    assertThat(ask("XRANGE", "m:room", "2", "2").lines().skip(7)).containsExactly("r", "1");
    assertThat(ask("ZRANGE", "x:room", "0", "-1", "WITHSCORES").lines()).containsExactly("1", "2");
  }

  @Test
  void nothingIsLeftOfWhatWasDeleted() {
    talk(ROOM, 1, 40);
    Message one = commit(say(ROOM, ALICE, "first secret"));
    talk(ROOM, 1, 40);

    commitAll(List.of(edit(one, "other secret")));
    commitAll(List.of(delete(one)));

    for (String key : place.server.ask("KEYS", "*").lines().toList()) {
      assertThat(place.server.ask("DUMP", key)).as(key).doesNotContain("secret");
    }
    assertThat(texts(ROOM)).hasSize(81).contains("", "text 1", "text 40");
  }

  @Test
  void deletionMovesOnlyWhatMayShareItsBlock() {
    talk(ROOM, 1, 700);
    List<Message> all = all(ROOM);

    for (int seq = 301; seq <= 350; seq++) {
      commitAll(List.of(delete(all.get(seq - 1))));
    }

    assertThat(ask("HLEN", "e:room")).isEqualTo("250");
    assertThat(ask("HEXISTS", "e:room", "200")).isEqualTo("0");
    assertThat(ask("HEXISTS", "e:room", "451")).isEqualTo("0");
  }

  @Test
  void wholeConversationIsReadWhateverChangedInIt() {
    Random random = new Random(7);
    talk(ROOM, 1, 700);
    List<Message> expected = new ArrayList<>(all(ROOM));
    for (int i = 0; i < 60; i++) {
      Message one = expected.get(random.nextInt(expected.size()));
      if (!one.isDeleted()) {
        commitAll(List.of(random.nextBoolean() ? edit(one, "edit " + i) : delete(one)));
        expected.set((int) one.seq() - 1, found(one.id()).orElseThrow());
      }
    }

    assertThat(all(ROOM)).isEqualTo(expected);
    for (int at = 0; at <= 700; at += 50) {
      assertThat(history().after(ROOM, at, 70, Integer.MAX_VALUE).messages())
          .isEqualTo(expected.subList(at, Math.min(700, at + 70)));
      assertThat(history().before(ROOM, at + 1, 70, Integer.MAX_VALUE).messages())
          .isEqualTo(expected.subList(Math.max(0, at - 70), at));
    }
    assertThat(history().standing(ROOM, CAROL, 1).unread())
        .isEqualTo((int) expected.stream().filter(message -> !message.isDeleted()).count());
  }

  /** The message is read, another node changes it, and only then its conversation is read. */
  @Test
  void whatAnotherNodeChangedMeanwhileIsNotWrittenOver() {
    Message one = commit(say(ROOM, ALICE, "one"));
    Ledger late = place.open("late", InstantSource.system()).ledger();
    AtomicBoolean changed = new AtomicBoolean();
    List<String> seen = new ArrayList<>();
    Decider<String> editing =
        records -> {
          Message present = records.message(one.id()).orElseThrow();
          if (changed.compareAndSet(false, true)) {
            commitAll(List.of(edit(one, "by another node")));
          }
          seen.add(present.content().text());
          return edit(one, present.content().text() + ", and here").decide(records);
        };

    assertThat(late.commit(List.of(editing))).hasOnlyElementsOfType(Ledger.Outcome.Done.class);

    assertThat(texts(ROOM)).containsExactly("by another node, and here");
    assertThat(seen).startsWith("one").endsWith("by another node");
    assertThat(recorded(ROOM).orElseThrow().position()).isEqualTo(new Position(1, 3));
  }

  @Test
  void changesOfAnUnknownOutcomeAreMadeOnceByTheNextTry() {
    Message one = commit(say(ROOM, ALICE, "one", KEY));
    Message two = commit(say(ROOM, BOB, "two"));
    List<Decider<String>> changes = List.of(edit(one, "ONE"), delete(two));
    place.server.pause();
    assertThatThrownBy(() -> commitAll(changes)).isInstanceOf(StoreUnavailable.class);

    place.server.resume();
    place.awaitRecovery();
    if (present(one, two).equals(List.of(one, two))) {
      commitAll(changes);
    }

    assertThat(texts(ROOM)).containsExactly("ONE", "");
    assertThat(recorded(ROOM).orElseThrow().position()).isEqualTo(new Position(2, 4));
    assertThat(found(two.id()).orElseThrow().isDeleted()).isTrue();
    assertThat(commit(say(ROOM, ALICE, "three")).rev()).isEqualTo(5);
  }

  @Test
  void anotherNodeKnowsWhatWasChangedAndWhatWasSentAtFirst() {
    Message one = commit(say(ROOM, ALICE, "one", KEY));
    Message two = commit(say(ROOM, BOB, "two"));
    commitAll(List.of(edit(one, "ONE"), edit(one, "One"), delete(two)));
    List<Message> expected = all(ROOM);

    store = place.open("another", InstantSource.system());

    assertThat(all(ROOM)).isEqualTo(expected);
    assertThat(recorded(ROOM).orElseThrow().position()).isEqualTo(new Position(2, 5));
    assertThat(firstSent(ROOM, ALICE, KEY).orElseThrow().isFirstContent().orElseThrow())
        .accepts(contentText(MessageContent.of("one")))
        .rejects(contentText(MessageContent.of("One")));
  }

  @Test
  void nodeOfAnEarlierVersionKeepsTheNumberOfChanges() {
    Message one = commit(say(ROOM, ALICE, "one"));
    commitAll(List.of(edit(one, "ONE"), edit(one, "One")));
    String[] core = ask("GET", "c:room").split(" ");
    core[3] = "2";
    ask("SET", "c:room", String.join(" ", core));
    ask("XADD", "m:room", "2-0", "s", "alice", "t", "0", "m", "ttwo");

    assertThat(history().conversation(ROOM).orElseThrow().position()).isEqualTo(new Position(2, 4));
    Message three = commit(say(ROOM, ALICE, "three"));
    assertThat(three.rev()).isEqualTo(5);
    assertThat(texts(ROOM)).containsExactly("One", "two", "three");
  }

  private String ask(String command, String key, String... rest) {
    List<String> words = new ArrayList<>(List.of(command, BASE + key));
    words.addAll(List.of(rest));
    return place.server.ask(words.toArray(String[]::new));
  }
}
