package io.messageservice.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.Missed;
import io.messageservice.application.port.out.History.Page;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.Unread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What {@link HistoryContract} asks of changed messages, and of what was missed with them. */
abstract class MissedContract extends ContactsContract {

  @Test
  void whereNothingWasChangedNothingIsFound() {
    assertThat(history().changed(ROOM, 10, 0, 10, PLENTY)).isEqualTo(Page.EMPTY);
    assertThat(history().changedCount(ROOM, 10, 0, 100)).isZero();
    assertThat(history().missed(ROOM, Position.START, 10, PLENTY)).isEqualTo(Missed.NOTHING);

    talk(ROOM, 1, 5);

    assertThat(history().changed(ROOM, 10, 0, 10, PLENTY)).isEqualTo(Page.EMPTY);
    assertThat(history().changedCount(ROOM, 10, 0, 100)).isZero();
  }

  @Test
  void changedMessagesAreFoundOnceEachInTheOrderOfTheirLastChange() {
    talk(ROOM, 1, 6);
    talk(OTHER, 1, 1);
    change(1, 2, 5, 1, 3, 6);
    commitAll(List.of(edit(all(OTHER).get(0), "elsewhere")));

    assertThat(changed(6, 0)).containsExactly("2: 8", "5: 9", "1: 10", "3: 11", "6: 12");
    assertThat(changed(6, 9)).containsExactly("1: 10", "3: 11", "6: 12");
    assertThat(changed(3, 8)).containsExactly("1: 10", "3: 11");
    assertThat(changed(6, 12)).isEmpty();
    assertThat(changed(0, 0)).isEmpty();
    assertThat(changed(Long.MAX_VALUE, 0)).hasSize(5);
    assertThat(changed(6, Long.MAX_VALUE)).isEmpty();
    assertThat(history().changedCount(ROOM, 6, 0, 100)).isEqualTo(5);
    assertThat(history().changedCount(ROOM, 3, 8, 100)).isEqualTo(2);
    assertThat(history().changedCount(ROOM, 6, 12, 100)).isZero();
  }

  @Test
  void changedMessagesAreCountedUpToTheMost() {
    talk(ROOM, 1, 300);
    change(LongStream.rangeClosed(1, 300).filter(seq -> seq % 2 != 0).toArray());

    for (long upToSeq : List.of(3L, 40L, 160L, 299L, 300L, Long.MAX_VALUE)) {
      for (long afterRev : List.of(0L, 301L, 330L, 440L, 450L)) {
        long count = changed(upToSeq, afterRev).size();
        for (long most : List.of(1L, 5L, 149L, 150L, Long.MAX_VALUE)) {
          assertThat(history().changedCount(ROOM, upToSeq, afterRev, most))
              .as("up to %s after %s, at most %s", upToSeq, afterRev, most)
              .isEqualTo(Math.min(count, most));
        }
      }
    }
  }

  @Test
  void changedMessagesAreFoundInTheirPresentState() {
    talk(ROOM, 1, 3);
    commitAll(List.of(edit(all(ROOM).get(2), "edited"), delete(all(ROOM).get(0))));

    assertThat(history().changed(ROOM, 3, 3, 10, PLENTY))
        .isEqualTo(new Page(List.of(all(ROOM).get(2), all(ROOM).get(0)), false));
  }

  @Test
  void pagesOfChangedMessagesMeetWithoutHoleOrDouble() {
    talk(ROOM, 1, 130);
    change(LongStream.rangeClosed(1, 130).filter(seq -> seq % 3 != 0).toArray());
    List<String> all = changed(130, 0);
    assertThat(all).hasSize(87);

    for (int limit : List.of(1, 7, 86, 87, 88)) {
      List<String> read = new ArrayList<>();
      Page page = history().changed(ROOM, 130, 0, limit, PLENTY);
      read.addAll(lines(page.messages()));
      while (page.more()) {
        long reached = page.messages().get(page.messages().size() - 1).rev();
        page = history().changed(ROOM, 130, reached, limit, PLENTY);
        read.addAll(lines(page.messages()));
      }
      assertThat(read).as("limit %s", limit).isEqualTo(all);
    }
  }

  @Test
  void pageOfChangedMessagesEndsWhereItsBytesEnd() {
    talk(ROOM, 1, 4);
    List<Decider<String>> edits = new ArrayList<>();
    all(ROOM).forEach(message -> edits.add(edit(message, "ü".repeat(500))));
    commitAll(edits);

    assertThat(history().changed(ROOM, 4, 0, 10, 3_500).messages()).hasSize(3);
    assertThat(history().changed(ROOM, 4, 0, 10, 3_500).more()).isTrue();
    assertThat(history().changed(ROOM, 4, 0, 10, 1).messages()).hasSize(1);
    assertThat(history().changed(ROOM, 4, 0, 10, 4_000).more()).isFalse();
  }

  @Test
  void missedIsWhatWasChangedAndThenWhatWasSent() {
    talk(ROOM, 1, 4);
    change(2);
    Position left = position();
    talk(ROOM, 5, 6);
    change(3, 5, 1, 3);

    Missed missed = history().missed(ROOM, left, 10, PLENTY);

    assertThat(missed.conversation()).isEqualTo(history().conversation(ROOM));
    assertThat(missed.changed()).isEqualTo(List.of(all(ROOM).get(0), all(ROOM).get(2)));
    assertThat(missed.sent()).isEqualTo(List.of(all(ROOM).get(4), all(ROOM).get(5)));
    assertThat(missed.more()).isFalse();
    assertThat(lines(missed.changed())).containsExactly("1: 10", "3: 11");
    assertThat(lines(missed.sent())).containsExactly("5: 9", "6: 7");
  }

  @Test
  void whoIsAtTheHeadHasMissedNothing() {
    talk(ROOM, 1, 4);
    change(2);

    Missed missed = history().missed(ROOM, position(), 10, PLENTY);

    assertThat(missed)
        .isEqualTo(new Missed(history().conversation(ROOM), List.of(), List.of(), false));
    assertThat(history().missed(ROOM, new Position(9, 99), 10, PLENTY)).isEqualTo(missed);
  }

  @Test
  void inAnUnchangedConversationOnlyWhatWasSentIsMissed() {
    talk(ROOM, 1, 200);

    for (long seq : List.of(0L, 1L, 63L, 64L, 190L, 200L)) {
      Missed missed = history().missed(ROOM, Position.ofMessages(seq), 50, PLENTY);
      Page page = history().after(ROOM, seq, 50, PLENTY);

      assertThat(missed)
          .isEqualTo(
              new Missed(history().conversation(ROOM), List.of(), page.messages(), page.more()));
    }
  }

  @Test
  void limitIsForBothAndWhatWasChangedComesFirst() {
    talk(ROOM, 1, 4);
    change(1, 2, 3);
    talk(ROOM, 5, 6);
    Position left = Position.ofMessages(4);

    assertThat(counts(left, 2, PLENTY)).isEqualTo("2 changed, 0 sent, more");
    assertThat(counts(left, 3, PLENTY)).isEqualTo("3 changed, 0 sent, more");
    assertThat(counts(left, 4, PLENTY)).isEqualTo("3 changed, 1 sent, more");
    assertThat(counts(left, 5, PLENTY)).isEqualTo("3 changed, 2 sent");
    assertThat(counts(new Position(6, 6), 1, PLENTY)).isEqualTo("1 changed, 0 sent");
    assertThat(counts(new Position(5, 9), 1, PLENTY)).isEqualTo("0 changed, 1 sent");
  }

  @Test
  void bytesAreForBothAndThereIsOneAtLeast() {
    talk(ROOM, 1, 2);
    String text = "ü".repeat(500);
    commitAll(
        List.of(
            edit(all(ROOM).get(0), text),
            edit(all(ROOM).get(1), text),
            say(ROOM, ALICE, text),
            say(ROOM, BOB, text)));
    Position left = Position.ofMessages(2);

    assertThat(counts(left, 10, 1)).isEqualTo("1 changed, 0 sent, more");
    assertThat(counts(left, 10, 2_500)).isEqualTo("2 changed, 0 sent, more");
    assertThat(counts(left, 10, 3_500)).isEqualTo("2 changed, 1 sent, more");
    assertThat(counts(left, 10, 4_000)).isEqualTo("2 changed, 2 sent");
    assertThat(counts(new Position(2, 4), 10, 1)).isEqualTo("0 changed, 1 sent, more");
  }

  /** Each answer is of one moment: what it gives leads from the position to where it stood. */
  @Test
  void missedIsOfOneMomentWhileItIsWritten() {
    talk(ROOM, 1, 8);
    List<Message> first = all(ROOM);
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 200; i++) {
                Message one = first.get(i % first.size());
                commitAll(List.of(edit(one, "edit " + i), say(ROOM, ALICE, "text " + i)));
              }
            });

    boolean done = false;
    while (!done) {
      done = writing.isDone();
      Missed missed = history().missed(ROOM, Position.ofMessages(8), 1_000, PLENTY);
      Position stood = missed.conversation().orElseThrow().position();
      long rounds = stood.seq() - 8;
      assertThat(stood.rev()).isEqualTo(8 + 2 * rounds);
      assertThat(missed.sent()).hasSize((int) rounds);
      assertThat(missed.changed()).hasSize((int) Math.min(rounds, 8));
      assertThat(missed.changed()).allMatch(message -> message.rev() < stood.rev());
    }
    assertThat(writing).isCompleted();
  }

  @Test
  void headsCountChangesToo() {
    talk(ROOM, 1, 5);
    talk(OTHER, 1, 2);
    change(1, 1, 4);

    assertThat(history().heads(List.of(ROOM, OTHER)))
        .isEqualTo(Map.of(ROOM, new Position(5, 8), OTHER, Position.ofMessages(2)));
  }

  @Test
  void listedIsTheLastMessageAsItIsByNow() {
    talk(ROOM, 1, 3);
    commitAll(List.of(edit(all(ROOM).get(2), "edited")));
    assertThat(listed().lastMessage()).contains(all(ROOM).get(2));

    commitAll(List.of(delete(all(ROOM).get(2)), delete(all(ROOM).get(1))));

    assertThat(listed())
        .isEqualTo(
            new Listed(
                history().conversation(ROOM).orElseThrow(),
                Optional.of(all(ROOM).get(2)),
                0,
                Unread.NONE,
                Preferences.NONE));
    assertThat(listed().lastMessage().orElseThrow().isDeleted()).isTrue();
  }

  @Test
  void whatIsDeletedIsNotUnread() {
    talk(ROOM, 1, 9);
    assertThat(unread()).isEqualTo(9);

    commitAll(List.of(delete(all(ROOM).get(1)), edit(all(ROOM).get(2), "edited")));
    assertThat(unread()).isEqualTo(8);
    assertThat(history().standing(ROOM, ALICE, 1).unread()).isEqualTo(3);
    assertThat(history().standing(ROOM, BOB, 1).unread()).isEqualTo(5);

    commitAll(List.of(mark(ROOM, CAROL, 4), delete(all(ROOM).get(5)), delete(all(ROOM).get(0))));
    assertThat(unread()).isEqualTo(4);
    commitAll(List.of(mark(ROOM, CAROL, 0)));
    assertThat(unread()).isEqualTo(6);
  }

  @Test
  void unreadIsCountedUpToTheMostBehindWhatIsDeleted() {
    talk(ROOM, 1, 2 * History.MAX_UNREAD);
    List<Decider<String>> deletions = new ArrayList<>();
    history()
        .before(ROOM, Long.MAX_VALUE, 1_000, PLENTY)
        .messages()
        .forEach(message -> deletions.add(delete(message)));

    commitAll(deletions);

    assertThat(unread()).isEqualTo(998);
    talk(ROOM, 1, 2);
    assertThat(unread()).isEqualTo(History.MAX_UNREAD);
    assertThat(history().standing(ROOM, ALICE, 1).unread()).isEqualTo(500);
  }

  @Test
  void whoDeletedWhatTheyWroteStaysAContact() {
    commitAll(List.of(make(OTHER, Kind.DIRECT, ALICE, BOB)));
    talk(OTHER, 1, 2);

    commitAll(List.of(delete(all(OTHER).get(0)), delete(all(OTHER).get(1))));

    assertThat(history().contactsOf(ALICE)).containsExactly(BOB);
    assertThat(history().isMutual(OTHER)).isTrue();
  }

  /** Edits the messages at these positions, one after another. */
  private void change(long... seqs) {
    List<Message> all = all(ROOM);
    List<Decider<String>> edits = new ArrayList<>();
    for (int i = 0; i < seqs.length; i++) {
      edits.add(edit(all.get((int) seqs[i] - 1), "edit " + i));
    }
    commitAll(edits);
  }

  private List<String> changed(long upToSeq, long afterRev) {
    return lines(history().changed(ROOM, upToSeq, afterRev, 1_000, PLENTY).messages());
  }

  private static List<String> lines(List<Message> messages) {
    return messages.stream().map(message -> message.seq() + ": " + message.rev()).toList();
  }

  private String counts(Position after, int limit, int maxBytes) {
    Missed missed = history().missed(ROOM, after, limit, maxBytes);
    return "%s changed, %s sent%s"
        .formatted(missed.changed().size(), missed.sent().size(), missed.more() ? ", more" : "");
  }

  private Position position() {
    return history().conversation(ROOM).orElseThrow().position();
  }

  private Listed listed() {
    return history()
        .conversationsOf(ALICE, page(Optional.empty(), 1, PLENTY))
        .conversations()
        .get(0);
  }

  private int unread() {
    return history().standing(ROOM, CAROL, 1).unread();
  }
}
