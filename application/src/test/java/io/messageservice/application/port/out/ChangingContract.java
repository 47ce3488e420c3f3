package io.messageservice.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.FirstSent;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Attachment;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Deletion;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageChange;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link LedgerContract} asks of messages that are edited and deleted. */
abstract class ChangingContract extends StoreContract {

  private static final ClientMessageId KEY = new ClientMessageId("key-1");

  @Test
  void editedMessageTakesThePlaceOfWhatItWas() {
    Message first = commit(say(ROOM, ALICE, "one", KEY));
    talk(ROOM, 2, 3);

    commitAll(List.of(edit(first, "ONE")));

    Message edited = all(ROOM).get(0);
    assertThat(edited)
        .isEqualTo(
            new Message(
                first.id(),
                ROOM,
                1,
                ALICE,
                MessageContent.of("ONE"),
                NOON,
                Optional.of(KEY),
                new Revision(4, Optional.of(LATER), Optional.empty())));
    assertThat(texts(ROOM)).containsExactly("ONE", "text 2", "text 3");
    assertThat(found(first.id())).contains(edited);
    assertThat(sent(ROOM, ALICE, KEY)).contains(edited);
    assertThat(history().before(ROOM, 2, 5, 10_000).messages()).containsExactly(edited);
    assertThat(recorded(ROOM)).isEqualTo(history().conversation(ROOM));
    Conversation stored = history().conversation(ROOM).orElseThrow();
    assertThat(stored.position()).isEqualTo(new Position(3, 4));
    assertThat(stored.lastAt()).isEqualTo(NOON);
  }

  @Test
  void deletedMessageLeavesItsPlace() {
    Message one = commit(say(ROOM, ALICE, withFiles("one", 2), Optional.of(KEY), NOON));
    Message two = commit(say(ROOM, BOB, "two"));

    commitAll(List.of(delete(one), delete(two, ALICE)));

    assertThat(all(ROOM))
        .containsExactly(
            new Message(
                one.id(),
                ROOM,
                1,
                ALICE,
                MessageContent.NONE,
                NOON,
                Optional.of(KEY),
                new Revision(3, Optional.empty(), Optional.of(new Deletion(LATER, true)))),
            new Message(
                two.id(),
                ROOM,
                2,
                BOB,
                MessageContent.NONE,
                NOON,
                Optional.empty(),
                new Revision(4, Optional.empty(), Optional.of(new Deletion(LATER, false)))));
    assertThat(present(one, two)).isEqualTo(all(ROOM));
    assertThat(sent(ROOM, ALICE, KEY)).contains(all(ROOM).get(0));
  }

  @Test
  void numbersOfABatchCountItsMessagesAndItsChanges() {
    Message one = commit(say(ROOM, ALICE, "one"));

    List<Outcome> outcomes =
        commitAll(
            List.of(
                edit(one, "ONE"),
                say(ROOM, BOB, "two"),
                edit(one, "once"),
                delete(one),
                say(ROOM, BOB, "three"),
                say(OTHER, BOB, "elsewhere")));

    assertThat(said(outcomes.get(1)).rev()).isEqualTo(3);
    assertThat(said(outcomes.get(4)).rev()).isEqualTo(6);
    assertThat(said(outcomes.get(5)).rev()).isEqualTo(1);
    assertThat(all(ROOM)).extracting(Message::rev).containsExactly(5L, 3L, 6L);
    assertThat(all(ROOM).get(2)).isEqualTo(said(outcomes.get(4)));
    assertThat(recorded(ROOM).orElseThrow().position()).isEqualTo(new Position(3, 6));
    assertThat(commit(say(ROOM, ALICE, "four")).rev()).isEqualTo(7);
    assertThat(found(all(ROOM).get(3).id()).orElseThrow().rev()).isEqualTo(7);
  }

  @Test
  void messageIsChangedInTheBatchThatSentIt() {
    Decider<String> editing =
        records ->
            edit(records.sent(ROOM, ALICE, KEY).orElseThrow().message(), "ONE").decide(records);
    List<Optional<FirstSent>> seen = new ArrayList<>();
    Decider<String> looking =
        records -> {
          seen.add(records.sent(ROOM, ALICE, KEY));
          return Decision.unchanged("looked");
        };

    commitAll(List.of(say(ROOM, ALICE, "one", KEY), editing, looking, say(ROOM, BOB, "two")));

    assertThat(texts(ROOM)).containsExactly("ONE", "two");
    FirstSent last = seen.get(seen.size() - 1).orElseThrow();
    assertThat(last.message()).isEqualTo(all(ROOM).get(0));
    assertThat(last.isFirstContent().orElseThrow()).accepts(text("one")).rejects(text("ONE"));
  }

  @Test
  void changesAreRightAlsoWhereOtherCommandsOfTheBatchFail() {
    Message one = commit(say(ROOM, ALICE, "one", KEY));
    Message two = commit(say(ROOM, ALICE, withFiles("two", 3), Optional.empty(), NOON));

    List<Outcome> outcomes =
        ledger()
            .commit(
                List.of(
                    edit(one, "ONE"),
                    broken(edit(two, "TWO")),
                    say(ROOM, ALICE, "doubled", KEY),
                    delete(two),
                    edit(two, "never")));

    assertThat(outcomes)
        .extracting(Outcome::getClass)
        .containsExactly(
            Outcome.Done.class,
            Outcome.Failed.class,
            Outcome.Failed.class,
            Outcome.Done.class,
            Outcome.Failed.class);
    assertThat(all(ROOM)).extracting(Message::rev).containsExactly(3L, 4L);
    assertThat(texts(ROOM)).containsExactly("ONE", "");
    assertThat(recorded(ROOM)).isEqualTo(history().conversation(ROOM));
  }

  @Test
  void changeThatSkipsANumberFailsAlone() {
    Message one = commit(say(ROOM, ALICE, "one"));
    Decider<String> skipping =
        records -> {
          Decision.Accepted<String> edited =
              (Decision.Accepted<String>) edit(one, "ONE").decide(records);
          return Decision.changed(
              "skipped",
              edited.conversation().orElseThrow().afterChange(),
              edited.change().orElseThrow());
        };

    List<Outcome> outcomes = ledger().commit(List.of(skipping, say(ROOM, BOB, "two")));

    assertThat(outcomes.get(0)).isInstanceOf(Outcome.Failed.class);
    assertThat(said(outcomes.get(1)).rev()).isEqualTo(2);
    assertThat(texts(ROOM)).containsExactly("one", "two");
  }

  @Test
  void changeOfWhatWasNeverSentFailsAlone() {
    talk(ROOM, 1, 2);
    Message never =
        new Message(
            new MessageId("never"),
            ROOM,
            2,
            ALICE,
            MessageContent.of("never"),
            NOON,
            Optional.empty(),
            new Revision(3, Optional.of(LATER), Optional.empty()));
    Decider<String> changing =
        records ->
            Decision.changed(
                "changed",
                records.conversation(ROOM).orElseThrow().afterChange(),
                new MessageChange(never, Optional.empty()));

    List<Outcome> outcomes = ledger().commit(List.of(changing, say(ROOM, ALICE, "three")));

    assertThat(outcomes.get(0)).isInstanceOf(Outcome.Failed.class);
    assertThat(said(outcomes.get(1)).rev()).isEqualTo(3);
    assertThat(texts(ROOM)).containsExactly("text 1", "text 2", "three");
  }

  @Test
  void whatWasSentFirstIsRecognisedAfterEveryChange() {
    Message one = commit(say(ROOM, ALICE, "one", KEY));
    assertThat(firstSent(ROOM, ALICE, KEY)).contains(new FirstSent(one, Optional.empty()));

    for (Decider<String> change : List.of(edit(one, "ONE"), edit(one, "once"), delete(one))) {
      commitAll(List.of(change));

      FirstSent sent = firstSent(ROOM, ALICE, KEY).orElseThrow();
      assertThat(sent.message()).isEqualTo(all(ROOM).get(0));
      assertThat(sent.isFirstContent().orElseThrow())
          .accepts(text("one"))
          .rejects(text("ONE"), text("once"), text(""));
    }
    assertThat(ledger().commit(List.of(say(ROOM, ALICE, "doubled", KEY))).get(0))
        .isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void whatIsEditedMayHaveAnySizeAndAnyAttachments() {
    talk(ROOM, 1, 100);
    List<Message> some = List.of(all(ROOM).get(0), all(ROOM).get(63), all(ROOM).get(99));
    List<MessageContent> contents =
        List.of(
            withFiles("x".repeat(40_000), 1),
            withFiles("", 10),
            MessageContent.of("ü".repeat(3_000)),
            withFiles("short", 2));

    for (MessageContent content : contents) {
      for (Message message : some) {
        commitAll(List.of(edit(message, whole(content))));
      }

      for (Message message : some) {
        assertThat(present(message).get(0).content()).isEqualTo(content);
        assertThat(all(ROOM).get((int) message.seq() - 1)).isEqualTo(present(message).get(0));
      }
    }
    assertThat(texts(ROOM).subList(1, 63)).startsWith("text 2").endsWith("text 63");
    assertThat(recorded(ROOM).orElseThrow().position()).isEqualTo(new Position(100, 112));
  }

  @Test
  void whatOthersSentAndIsDeletedIsNotCounted() {
    talk(ROOM, 1, 10);
    List<Message> all = all(ROOM);
    commitAll(List.of(edit(all.get(1), "edited"), delete(all.get(3)), delete(all.get(4))));

    Ledger.Others others = sentByOthers(ROOM, ALICE, 0, 10, 4);

    assertThat(others.count()).isEqualTo(4);
    assertThat(others.newest()).extracting(Ledger.Line::seq).containsExactly(2L, 6L, 8L, 10L);
    assertThat(sentByOthers(ROOM, BOB, 0, 10, 10).count()).isEqualTo(4);
    assertThat(sentByOthers(ROOM, ALICE, 2, 5, 10)).isEqualTo(Ledger.Others.NONE);
  }

  @Test
  void whatIsDeletedIsNotCountedWithinTheBatchThatDeletedIt() {
    talk(ROOM, 1, 4);
    List<Ledger.Others> seen = new ArrayList<>();
    Decider<String> counting =
        records -> {
          seen.add(records.sentByOthers(ROOM, ALICE, 0, 10, 0));
          return Decision.unchanged("counted");
        };

    commitAll(List.of(say(ROOM, BOB, "five"), delete(all(ROOM).get(1)), counting));

    assertThat(seen.get(seen.size() - 1).count()).isEqualTo(2);
  }

  /** A text with so many files. */
  protected static MessageContent withFiles(String text, int files) {
    List<Attachment> attachments = new ArrayList<>();
    for (int i = 0; i < files; i++) {
      attachments.add(
          new Attachment(
              Optional.of("a-" + i),
              "https://files.example/" + i,
              "name " + i,
              "text/plain",
              i,
              Optional.of("{\"i\":" + i + "}")));
    }
    return new MessageContent(text, attachments);
  }

  private static String text(String text) {
    return contentText(MessageContent.of(text));
  }
}
