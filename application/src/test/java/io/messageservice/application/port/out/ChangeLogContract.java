package io.messageservice.application.port.out;

import static io.messageservice.application.port.out.GroupCommands.add;
import static io.messageservice.application.port.out.GroupCommands.ban;
import static io.messageservice.application.port.out.GroupCommands.createGroup;
import static io.messageservice.application.port.out.GroupCommands.rename;
import static io.messageservice.application.port.out.GroupCommands.setRole;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.ChangeLog.Head;
import io.messageservice.application.port.out.ChangeLog.Heads;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What every {@link ChangeLog} promises. */
public abstract class ChangeLogContract extends StoreContract {

  protected abstract ChangeLog changes();

  @Test
  void nothingHasChangedWhereNothingWasSaid() {
    ChangeLog.Mark empty = changes().end();
    assertThat(changes().between(empty, empty)).isEqualTo(new Heads(empty, List.of()));

    talk(ROOM, 1, 5);
    ChangeLog.Mark mark = changes().end();
    commitAll(List.of(join(OTHER, ALICE), mark(ROOM, ALICE, 3), leave(ROOM, BOB)));

    assertThat(since(mark).changed()).isEmpty();
  }

  @Test
  void changedIsWhatWasAppendedAfterTheMark() {
    talk(ROOM, 1, 5);
    ChangeLog.Mark mark = changes().end();
    talk(ROOM, 6, 8);
    talk(OTHER, 1, 2);
    talk(ROOM, 9, 9);

    Heads heads = since(mark);

    assertThat(heads.changed()).containsExactlyInAnyOrder(head(ROOM, 5, 9), head(OTHER, 0, 2));
    assertThat(heads.mark()).isEqualTo(changes().end());
  }

  @Test
  void lookGoesOnWhereTheLastOneEnded() {
    ChangeLog.Mark mark = changes().end();
    talk(ROOM, 1, 3);
    Heads first = since(mark);
    talk(ROOM, 4, 4);

    Heads second = since(first.mark());

    assertThat(first.changed()).containsExactly(head(ROOM, 0, 3));
    assertThat(second.changed()).containsExactly(head(ROOM, 3, 4));
    assertThat(since(second.mark()).changed()).isEmpty();
  }

  @Test
  void whatIsTakenBackIsNoChange() {
    talk(ROOM, 1, 1);
    ChangeLog.Mark mark = changes().end();
    ledger().commit(List.of(broken(say(ROOM, ALICE, "never"))));
    talk(ROOM, 2, 2);

    assertThat(since(mark).changed()).containsExactly(head(ROOM, 1, 2));
  }

  @Test
  void oneLookPassesNoMoreThanTheMost() {
    ChangeLog.Mark mark = changes().end();
    int more = 2_500;
    talk(ROOM, 1, ChangeLog.MAX_PASSED);
    talk(OTHER, 1, more);

    Heads first = since(mark);
    Heads second = since(first.mark());

    assertThat(first.changed()).containsExactly(head(ROOM, 0, ChangeLog.MAX_PASSED));
    assertThat(second.changed()).containsExactly(head(OTHER, 0, more));
    assertThat(since(second.mark()).changed()).isEmpty();
  }

  @Test
  void nothingIsMissedOrPassedTwiceWhileItIsWritten() {
    int batches = 300;
    ChangeLog.Mark mark = changes().end();
    CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> writeInTurn(batches));
    Map<ConversationId, Position> passed = new HashMap<>();

    boolean done = false;
    Heads heads = new Heads(mark, List.of());
    while (!done || !heads.changed().isEmpty()) {
      done = writing.isDone();
      heads = since(heads.mark());
      for (Head head : heads.changed()) {
        assertThat(head.after())
            .isEqualTo(passed.getOrDefault(head.conversation(), Position.START));
        passed.put(head.conversation(), head.end());
      }
    }

    assertThat(writing).isCompleted();
    assertThat(passed)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(ROOM, Position.ofMessages(600), OTHER, new Position(300, 600)));
  }

  @Test
  void lookEndsWhereTheStoreStoodAtItsEnd() {
    talk(ROOM, 1, 2);
    ChangeLog.Mark from = changes().end();
    talk(ROOM, 3, 5);
    ChangeLog.Mark end = changes().end();
    talk(ROOM, 6, 9);
    talk(OTHER, 1, 3);

    Heads heads = changes().between(from, end);

    assertThat(heads).isEqualTo(new Heads(end, List.of(head(ROOM, 2, 5))));
    assertThat(changes().between(end, end)).isEqualTo(new Heads(end, List.of()));
    assertThat(since(end).changed()).containsExactlyInAnyOrder(head(ROOM, 5, 9), head(OTHER, 0, 3));
  }

  @Test
  void looksThatGoOnEndAtTheEndToo() {
    ChangeLog.Mark from = changes().end();
    talk(ROOM, 1, ChangeLog.MAX_PASSED);
    talk(OTHER, 1, 2);
    ChangeLog.Mark end = changes().end();
    talk(OTHER, 3, 4);

    Heads first = changes().between(from, end);
    Heads second = changes().between(first.mark(), end);

    assertThat(first.mark()).isNotEqualTo(end);
    assertThat(second.mark()).isEqualTo(end);
    assertThat(second.changed()).containsExactly(head(OTHER, 0, 2));
  }

  @Test
  void changesOfMessagesArePassedLikeMessages() {
    talk(ROOM, 1, 3);
    ChangeLog.Mark mark = changes().end();
    Message first = history().after(ROOM, 0, 1, 10_000).messages().get(0);
    commitAll(List.of(edit(first, "edited")));
    Heads edited = since(mark);
    commitAll(List.of(say(ROOM, ALICE, "four"), delete(first), say(OTHER, BOB, "elsewhere")));
    Heads later = since(edited.mark());
    commitAll(List.of(say(ROOM, ALICE, "five")));

    assertThat(edited.changed()).containsExactly(head(3, 3, 3, 4));
    assertThat(edited.isEmpty()).isFalse();
    assertThat(later.changed()).containsExactlyInAnyOrder(head(3, 4, 4, 6), head(OTHER, 0, 1));
    assertThat(since(later.mark()).changed()).containsExactly(head(4, 6, 5, 7));
    assertThat(since(mark).changed())
        .containsExactlyInAnyOrder(head(3, 3, 5, 7), head(OTHER, 0, 1));
    assertThat(changes().between(mark, later.mark()).changed())
        .containsExactlyInAnyOrder(head(3, 3, 4, 6), head(OTHER, 0, 1));
  }

  @Test
  void reactionsArePassedLikeChangesOfMessages() {
    talk(ROOM, 1, 3);
    ChangeLog.Mark mark = changes().end();
    Message first = history().after(ROOM, 0, 1, 10_000).messages().get(0);
    commitAll(List.of(react(first, BOB, "+1")));
    commitAll(List.of(say(ROOM, ALICE, "four")));
    Heads reacted = since(mark);
    commitAll(List.of(takeBack(first, BOB, "+1")));

    assertThat(reacted.changed()).containsExactly(head(3, 3, 4, 5));
    assertThat(since(reacted.mark()).changed()).containsExactly(head(4, 5, 4, 6));
  }

  @Test
  void changesOfAGroupArePassedLikeMessages() {
    ChangeLog.Mark mark = changes().end();
    commitAll(List.of(createGroup(ROOM, ConversationData.NONE, ALICE, BOB)));
    Heads created = since(mark);
    commitAll(List.of(rename(ROOM, "new")));
    Heads renamed = since(created.mark());
    commitAll(List.of(setRole(ROOM, BOB, Role.OWNER), say(ROOM, BOB, "1")));
    commitAll(List.of(add(ROOM, CAROL)));
    Heads changed = since(renamed.mark());
    commitAll(List.of(ban(ROOM, new UserId("dora"), LATER), mark(ROOM, BOB, 1)));

    assertThat(created.changed()).containsExactly(head(0, 0, 0, 1));
    assertThat(renamed.changed()).containsExactly(head(0, 1, 0, 2));
    assertThat(changed.changed()).containsExactly(head(0, 2, 1, 5));
    assertThat(since(changed.mark()).changed()).isEmpty();
    assertThat(since(mark).changed()).containsExactly(head(0, 0, 1, 5));
    commitAll(List.of(ban(ROOM, CAROL, LATER), rename(ROOM, "")));
    assertThat(since(changed.mark()).changed()).containsExactly(head(1, 5, 1, 7));
    assertThat(changes().between(created.mark(), changed.mark()).changed())
        .containsExactly(head(0, 1, 1, 5));
  }

  @Test
  void messagesArePassedAsTheyWereSentHoweverTheyChangedSince() {
    ChangeLog.Mark mark = changes().end();
    talk(ROOM, 1, 2);
    ChangeLog.Mark sent = changes().end();
    Message first = history().after(ROOM, 0, 1, 10_000).messages().get(0);
    commitAll(List.of(edit(first, "edited"), say(ROOM, ALICE, "three"), edit(first, "again")));

    assertThat(changes().between(mark, sent).changed()).containsExactly(head(ROOM, 0, 2));
    assertThat(since(sent).changed()).containsExactly(head(2, 2, 3, 5));
    assertThat(since(mark).changed()).containsExactly(head(0, 0, 3, 5));
  }

  @Test
  void looksAtManyChangesGoOnWhereTheyEnded() {
    talk(ROOM, 1, 1);
    Message first = history().after(ROOM, 0, 1, 10_000).messages().get(0);
    ChangeLog.Mark mark = changes().end();
    int some = ChangeLog.MAX_PASSED / 2 + 100;
    List<Decider<String>> edits = new ArrayList<>();
    for (int i = 0; i < some; i++) {
      edits.add(edit(first, "edit " + i));
    }
    commitAll(edits);
    talk(ROOM, 1, some);

    Position reached = Position.ofMessages(1);
    for (Heads heads = since(mark); !heads.isEmpty(); heads = since(heads.mark())) {
      assertThat(heads.changed()).extracting(Head::after).containsExactly(reached);
      reached = heads.changed().get(0).end();
    }

    assertThat(reached).isEqualTo(new Position(1 + some, 1 + 2 * some));
  }

  /** What changed after the mark and up to now. */
  private Heads since(ChangeLog.Mark mark) {
    return changes().between(mark, changes().end());
  }

  private static Head head(long afterSeq, long afterRev, long seq, long rev) {
    return new Head(ROOM, new Position(afterSeq, afterRev), new Position(seq, rev));
  }

  private void writeInTurn(int batches) {
    for (int i = 0; i < batches; i++) {
      List<Decider<String>> batch = new ArrayList<>();
      batch.add(say(ROOM, ALICE, "one"));
      batch.add(say(OTHER, ALICE, "two"));
      batch.add(say(ROOM, BOB, "three"));
      Message two = said(commitAll(batch).get(1));
      commitAll(List.of(edit(two, "TWO")));
    }
  }
}
