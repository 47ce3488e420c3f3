package io.messageservice.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.FirstSent;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Attachment;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the write side of every store must do. */
public abstract class LedgerContract extends ForgettingContract {

  private static final ClientMessageId KEY = new ClientMessageId("key-1");

  @Test
  void emptyBatchHasNoOutcomes() {
    assertThat(ledger().commit(List.of())).isEmpty();
  }

  @Test
  void firstMessageMakesItsConversation() {
    Message message = commit(say(ROOM, ALICE, "hello"));

    assertThat(message.seq()).isEqualTo(1);
    assertThat(message.sender()).isEqualTo(ALICE);
    Conversation stored = history().conversation(ROOM).orElseThrow();
    assertThat(stored.head()).isEqualTo(1);
    assertThat(stored.kind()).isEqualTo(Kind.OPEN);
    assertThat(stored.participants().asSet()).containsExactly(ALICE);
    assertThat(stored.lastAt()).isEqualTo(NOON);
  }

  @Test
  void numbersHaveNoHolesWhereCommandsAreRefusedOrBreak() {
    Decider<String> refused = records -> Decision.refused(Refusal.FORBIDDEN);

    List<Outcome> outcomes =
        ledger()
            .commit(
                List.of(
                    say(ROOM, ALICE, "one"),
                    refused,
                    broken(say(ROOM, BOB, "never")),
                    say(ROOM, BOB, "two")));

    assertThat(said(outcomes.get(0)).seq()).isEqualTo(1);
    assertThat(outcomes.get(1)).isEqualTo(new Outcome.Refused(Refusal.FORBIDDEN));
    assertThat(outcomes.get(2)).isInstanceOf(Outcome.Failed.class);
    assertThat(said(outcomes.get(3)).seq()).isEqualTo(2);
    assertThat(texts(ROOM)).containsExactly("one", "two");
  }

  @Test
  void decisionThatSkipsANumberFailsAloneAndWritesNothing() {
    Decider<String> skipping =
        records -> {
          Decision.Accepted<String> accepted =
              (Decision.Accepted<String>) say(ROOM, CAROL, "skipped").decide(records);
          Conversation after = accepted.conversation().orElseThrow();
          return Decision.changed("skipped", after.after(after.head() + 1, NOON));
        };

    List<Outcome> outcomes =
        ledger().commit(List.of(say(ROOM, ALICE, "one"), skipping, say(ROOM, ALICE, "two")));

    assertThat(outcomes.get(1)).isInstanceOf(Outcome.Failed.class);
    assertThat(said(outcomes.get(2)).seq()).isEqualTo(2);
    assertThat(history().conversation(ROOM).orElseThrow().has(CAROL)).isFalse();
  }

  @Test
  void nameUsedTwiceFailsTheSecondAlone() {
    List<Outcome> outcomes =
        ledger()
            .commit(
                List.of(
                    say(ROOM, ALICE, "one", KEY),
                    join(OTHER, ALICE),
                    say(ROOM, ALICE, "doubled", KEY),
                    say(ROOM, ALICE, "two")));

    assertThat(outcomes.get(2)).isInstanceOf(Outcome.Failed.class);
    assertThat(said(outcomes.get(3)).seq()).isEqualTo(2);
    assertThat(texts(ROOM)).containsExactly("one", "two");
    assertThat(history().conversation(OTHER)).isPresent();
    assertThat(texts(ROOM)).doesNotContain("doubled");
  }

  @Test
  void nameUsedInAnEarlierBatchFailsAloneToo() {
    commit(say(ROOM, ALICE, "one", KEY));

    List<Outcome> outcomes =
        ledger()
            .commit(
                List.of(
                    say(ROOM, BOB, "two"),
                    say(ROOM, ALICE, "doubled", KEY),
                    say(ROOM, BOB, "three")));

    assertThat(outcomes.get(1)).isInstanceOf(Outcome.Failed.class);
    assertThat(texts(ROOM)).containsExactly("one", "two", "three");
  }

  @Test
  void commandsSeeWhatThoseBeforeThemInTheBatchDecided() {
    List<Optional<Message>> seen = new ArrayList<>();
    Decider<String> looking =
        records -> {
          seen.add(records.sent(ROOM, ALICE, KEY).map(FirstSent::message));
          return Decision.unchanged("looked");
        };

    List<Outcome> outcomes =
        ledger().commit(List.of(looking, say(ROOM, ALICE, "one", KEY), looking));

    assertThat(seen.get(seen.size() - 2)).isEmpty();
    assertThat(seen.get(seen.size() - 1)).contains(said(outcomes.get(1)));
  }

  @Test
  void namesAreOfOneSenderInOneConversation() {
    Message message = commit(say(ROOM, ALICE, "one", KEY));
    commit(say(OTHER, BOB, "elsewhere", KEY));

    assertThat(message.key()).contains(KEY);
    assertThat(sent(ROOM, ALICE, KEY)).contains(message);
    assertThat(sent(ROOM, BOB, KEY)).isEmpty();
    assertThat(sent(OTHER, ALICE, KEY)).isEmpty();
    assertThat(sent(new ConversationId("none"), ALICE, KEY)).isEmpty();
  }

  @Test
  void messageIsFoundByItsId() {
    Message one = commit(say(ROOM, ALICE, "one"));
    Message two = commit(say(OTHER, BOB, "two"));

    assertThat(one.id()).isNotEqualTo(two.id());
    assertThat(found(one.id())).contains(one);
    assertThat(found(two.id())).contains(two);
    assertThat(found(new MessageId("unknown"))).isEmpty();
  }

  @Test
  void timeIsKeptToTheMillisecondAndNeverDecreases() {
    Message late =
        commit(
            say(ROOM, ALICE, MessageContent.of("late"), Optional.empty(), NOON.plusNanos(999_999)));
    Message early =
        commit(
            say(
                ROOM,
                ALICE,
                MessageContent.of("early"),
                Optional.empty(),
                NOON.minus(Duration.ofHours(1))));

    assertThat(late.createdAt()).isEqualTo(Instant.parse("2026-03-01T12:00:00.123Z"));
    assertThat(early.createdAt()).isEqualTo(late.createdAt());
    assertThat(all(ROOM)).containsExactly(late, early);
  }

  @Test
  void whoComesAndGoesIsKeptWithTheAccessVersion() {
    commitAll(List.of(join(ROOM, ALICE), join(ROOM, BOB), join(ROOM, CAROL)));
    long before = history().conversation(ROOM).orElseThrow().accessVersion();

    commitAll(List.of(leave(ROOM, BOB)));

    Conversation stored = history().conversation(ROOM).orElseThrow();
    assertThat(stored.participants().asSet()).containsExactlyInAnyOrder(ALICE, CAROL);
    assertThat(stored.accessVersion()).isEqualTo(before + 1);
    assertThat(recorded(ROOM)).contains(stored);
  }

  @Test
  void whoComesAndGoesWithinOneBatchLeavesNoTrace() {
    commitAll(List.of(join(ROOM, ALICE), join(ROOM, BOB), leave(ROOM, BOB)));

    assertThat(history().conversation(ROOM).orElseThrow().participants().asSet())
        .containsExactly(ALICE);
  }

  @Test
  void brokenCommandLeavesConversationsAsTheyWere() {
    List<Outcome> outcomes = ledger().commit(List.of(broken(join(ROOM, ALICE)), join(OTHER, BOB)));

    assertThat(outcomes.get(0)).isInstanceOf(Outcome.Failed.class);
    assertThat(history().conversation(ROOM)).isEmpty();
    assertThat(history().conversation(OTHER)).isPresent();
  }

  @Test
  void messageConversationAndMarkOfOneDecisionAreWrittenTogether() {
    Decider<String> all =
        records -> {
          Decision.Accepted<String> said =
              (Decision.Accepted<String>) say(ROOM, ALICE, "one").decide(records);
          return new Decision.Accepted<>(
              "all",
              said.conversation(),
              said.message(),
              Optional.empty(),
              List.of(
                  new ReadMark(ROOM, ALICE, 1),
                  new DeliveredMark(ROOM, BOB, 1),
                  new OwnPreferences(ROOM, BOB, new Preferences(Preferences.FOR_EVER, 1))),
              Optional.empty(),
              List.of());
        };

    commitAll(List.of(all));

    assertThat(texts(ROOM)).containsExactly("one");
    assertThat(readUpTo(ROOM, ALICE)).isEqualTo(1);
  }

  @Test
  void marksMoveBothWaysAndAreOfOneUserInOneConversation() {
    commitAll(List.of(join(ROOM, ALICE), join(OTHER, ALICE), mark(ROOM, ALICE, 7)));
    assertThat(readUpTo(ROOM, ALICE)).isEqualTo(7);

    commitAll(List.of(mark(ROOM, ALICE, 3), mark(ROOM, BOB, 9)));

    assertThat(readUpTo(ROOM, ALICE)).isEqualTo(3);
    assertThat(readUpTo(ROOM, BOB)).isEqualTo(9);
    assertThat(readUpTo(OTHER, ALICE)).isZero();
    assertThat(readUpTo(new ConversationId("none"), ALICE)).isZero();
  }

  @Test
  void whoComesBackHasStillReadWhatHeHadRead() {
    commitAll(List.of(join(ROOM, ALICE), join(ROOM, BOB), mark(ROOM, BOB, 5)));

    commitAll(List.of(leave(ROOM, BOB)));
    commitAll(List.of(join(ROOM, BOB)));

    assertThat(readUpTo(ROOM, BOB)).isEqualTo(5);
  }

  @Test
  void markOnNoConversationFailsAlone() {
    List<Outcome> outcomes = ledger().commit(List.of(mark(ROOM, ALICE, 1), join(OTHER, ALICE)));

    assertThat(outcomes.get(0)).isInstanceOf(Outcome.Failed.class);
    assertThat(outcomes.get(1)).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void whatOthersSaidIsCountedAndTheNewestAreNamed() {
    for (int i = 1; i <= 200; i++) {
      talk(ROOM, i, i);
      talk(OTHER, i, i);
    }

    Ledger.Others others = sentByOthers(ROOM, ALICE, 10, 190, 5);

    assertThat(others.count()).isEqualTo(90);
    assertThat(others.newest().stream().map(Ledger.Line::seq))
        .containsExactly(182L, 184L, 186L, 188L, 190L);
    assertThat(others.newest()).allSatisfy(line -> assertThat(line.sender()).isEqualTo(BOB));
    List<MessageId> ids = all(ROOM).stream().map(Message::id).toList();
    assertThat(others.newest().get(0).id()).isEqualTo(ids.get(181));
  }

  @Test
  void whatOthersSaidIsCountedWithinTheBatchThatSaidIt() {
    talk(ROOM, 1, 60);
    List<Ledger.Others> seen = new ArrayList<>();
    List<Decider<String>> batch = new ArrayList<>();
    for (int i = 61; i <= 70; i++) {
      batch.add(say(ROOM, ALICE, "text " + i));
    }
    batch.add(
        records -> {
          seen.add(records.sentByOthers(ROOM, BOB, 62, Long.MAX_VALUE, 3));
          return Decision.unchanged("counted");
        });

    commitAll(batch);

    assertThat(seen.get(seen.size() - 1).count()).isEqualTo(8);
    assertThat(seen.get(seen.size() - 1).newest().stream().map(Ledger.Line::seq))
        .containsExactly(68L, 69L, 70L);
  }

  @Test
  void whereNothingWasSaidOthersSaidNothing() {
    commitAll(List.of(join(ROOM, ALICE)));

    assertThat(sentByOthers(ROOM, ALICE, 0, 10, 5)).isEqualTo(Ledger.Others.NONE);
    assertThat(sentByOthers(OTHER, ALICE, 0, 10, 5)).isEqualTo(Ledger.Others.NONE);
    talk(ROOM, 1, 3);
    assertThat(sentByOthers(ROOM, ALICE, 3, 3, 5)).isEqualTo(Ledger.Others.NONE);
    assertThat(sentByOthers(ROOM, ALICE, Long.MAX_VALUE, Long.MAX_VALUE, 5))
        .isEqualTo(Ledger.Others.NONE);
  }

  @Test
  void everyPartOfAnAttachmentIsKept() {
    Attachment full =
        new Attachment(
            Optional.of("a-1"),
            "https://files.example/ä?x=1&y=\"2\"",
            "Überraschung 🎁.pdf",
            "application/pdf",
            Attachment.MAX_FILE_SIZE_BYTES,
            Optional.of("{\"pages\":[1,2,{\"deep\":null}],\"emoji\":\"👩‍👩‍👧\"}"));
    Attachment bare = new Attachment(Optional.empty(), "/x", "", "", 0, Optional.empty());
    MessageContent content = new MessageContent("", List.of(full, bare, full));

    Message message = commit(say(ROOM, ALICE, content, Optional.of(KEY), NOON));

    assertThat(message.content()).isEqualTo(content);
    assertThat(all(ROOM)).containsExactly(message);
    assertThat(found(message.id())).contains(message);
    assertThat(sent(ROOM, ALICE, KEY)).contains(message);
  }

  @Test
  void everyTextIsKeptAsItIs() {
    List<String> texts =
        List.of(
            "\uffff\ufffe\ufeff",
            "\u007f\u0001 \t\r\n",
            "👋🏽 \ud83d\ude00",
            "'; DROP TABLE message; --",
            "e\u0301 is not \u00e9",
            "x".repeat(40_000));
    List<Decider<String>> batch = new ArrayList<>();
    texts.forEach(text -> batch.add(say(ROOM, ALICE, text)));

    commitAll(batch);

    assertThat(texts(ROOM)).isEqualTo(texts);
  }

  @Test
  void idsOfAnyAllowedLengthAndScriptAreKept() {
    ConversationId where = new ConversationId("ö/\uffff".repeat(32));
    UserId who = new UserId("用户-😀-".repeat(16).substring(0, 96));
    ClientMessageId key = new ClientMessageId("k'\"%".repeat(16));

    Message message = commit(say(where, who, "hello", key));

    assertThat(all(where)).containsExactly(message);
    assertThat(message.conversation()).isEqualTo(where);
    assertThat(message.sender()).isEqualTo(who);
    assertThat(sent(where, who, key)).contains(message);
    assertThat(history().conversation(where).orElseThrow().has(who)).isTrue();
  }

  @Test
  void idsThatDifferOnlyInCaseOrSpacesAreDifferent() {
    commit(say(new ConversationId("Room"), ALICE, "upper"));
    commit(say(new ConversationId("room"), ALICE, "lower"));
    commit(say(new ConversationId("room "), ALICE, "spaced"));

    assertThat(texts(new ConversationId("Room"))).containsExactly("upper");
    assertThat(texts(new ConversationId("room"))).containsExactly("lower");
    assertThat(texts(new ConversationId("room "))).containsExactly("spaced");
  }

  @Test
  void kindIsKept() {
    ConversationId direct = new ConversationId("direct");
    commitAll(
        List.of(make(direct, Kind.DIRECT, ALICE, BOB), make(ROOM, Kind.GROUP, ALICE, BOB, CAROL)));

    assertThat(history().conversation(direct).orElseThrow().kind()).isEqualTo(Kind.DIRECT);
    assertThat(history().conversation(ROOM).orElseThrow().kind()).isEqualTo(Kind.GROUP);
    assertThat(history().conversation(ROOM).orElseThrow().participants().size()).isEqualTo(3);
  }

  @Test
  void createdConversationKeepsItsCreatorAndItsTime() {
    UserId creator = new UserId("用户 😀:/+=\"");
    commitAll(List.of(create(ROOM, Kind.GROUP, Optional.of(creator), creator, ALICE)));
    Conversation created = history().conversation(ROOM).orElseThrow();
    assertThat(created.creator()).contains(creator);
    assertThat(created.lastAt()).isEqualTo(NOON);
    assertThat(created.accessVersion()).isEqualTo(1);
    assertThat(recorded(ROOM)).contains(created);

    commitAll(List.of(leave(ROOM, creator), say(ROOM, ALICE, "hello")));
    commitAll(List.of(mark(ROOM, ALICE, 1)));

    assertThat(history().conversation(ROOM).orElseThrow().creator()).contains(creator);
    assertThat(recorded(ROOM)).isEqualTo(history().conversation(ROOM));
  }

  @Test
  void whatBeginsByItselfOrForNobodyHasNoCreator() {
    commitAll(List.of(join(ROOM, ALICE), create(OTHER, Kind.GROUP, Optional.empty(), ALICE, BOB)));

    assertThat(history().conversation(ROOM).orElseThrow().creator()).isEmpty();
    assertThat(history().conversation(OTHER).orElseThrow().creator()).isEmpty();
    assertThat(recorded(OTHER)).isEqualTo(history().conversation(OTHER));
  }

  @Test
  void resultIsHandedThroughAsItIs() {
    Object result = new Object();
    Decider<Object> asking = records -> Decision.unchanged(result);

    Outcome.Done done = (Outcome.Done) ledger().commit(List.of(asking)).get(0);

    assertThat(done.result()).isSameAs(result);
    assertThat(done.message()).isEmpty();
  }
}
