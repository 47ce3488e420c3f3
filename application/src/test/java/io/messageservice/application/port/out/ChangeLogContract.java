package io.messageservice.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.ChangeLog.Head;
import io.messageservice.application.port.out.ChangeLog.Heads;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.domain.conversation.ConversationId;
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

    assertThat(heads.changed())
        .containsExactlyInAnyOrder(new Head(ROOM, 5, 9), new Head(OTHER, 0, 2));
    assertThat(heads.mark()).isEqualTo(changes().end());
  }

  @Test
  void lookGoesOnWhereTheLastOneEnded() {
    ChangeLog.Mark mark = changes().end();
    talk(ROOM, 1, 3);
    Heads first = since(mark);
    talk(ROOM, 4, 4);

    Heads second = since(first.mark());

    assertThat(first.changed()).containsExactly(new Head(ROOM, 0, 3));
    assertThat(second.changed()).containsExactly(new Head(ROOM, 3, 4));
    assertThat(since(second.mark()).changed()).isEmpty();
  }

  @Test
  void whatIsTakenBackIsNoChange() {
    talk(ROOM, 1, 1);
    ChangeLog.Mark mark = changes().end();
    ledger().commit(List.of(broken(say(ROOM, ALICE, "never"))));
    talk(ROOM, 2, 2);

    assertThat(since(mark).changed()).containsExactly(new Head(ROOM, 1, 2));
  }

  @Test
  void oneLookPassesNoMoreThanTheMost() {
    ChangeLog.Mark mark = changes().end();
    int more = 2_500;
    talk(ROOM, 1, ChangeLog.MAX_PASSED);
    talk(OTHER, 1, more);

    Heads first = since(mark);
    Heads second = since(first.mark());

    assertThat(first.changed()).containsExactly(new Head(ROOM, 0, ChangeLog.MAX_PASSED));
    assertThat(second.changed()).containsExactly(new Head(OTHER, 0, more));
    assertThat(since(second.mark()).changed()).isEmpty();
  }

  @Test
  void nothingIsMissedOrPassedTwiceWhileItIsWritten() {
    int batches = 300;
    ChangeLog.Mark mark = changes().end();
    CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> writeInTurn(batches));
    Map<ConversationId, Long> passed = new HashMap<>();

    boolean done = false;
    Heads heads = new Heads(mark, List.of());
    while (!done || !heads.changed().isEmpty()) {
      done = writing.isDone();
      heads = since(heads.mark());
      for (Head head : heads.changed()) {
        assertThat(head.afterSeq()).isEqualTo(passed.getOrDefault(head.conversation(), 0L));
        passed.put(head.conversation(), head.head());
      }
    }

    assertThat(writing).isCompleted();
    assertThat(passed).containsExactlyInAnyOrderEntriesOf(Map.of(ROOM, 600L, OTHER, 300L));
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

    assertThat(heads).isEqualTo(new Heads(end, List.of(new Head(ROOM, 2, 5))));
    assertThat(changes().between(end, end)).isEqualTo(new Heads(end, List.of()));
    assertThat(since(end).changed())
        .containsExactlyInAnyOrder(new Head(ROOM, 5, 9), new Head(OTHER, 0, 3));
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
    assertThat(second.changed()).containsExactly(new Head(OTHER, 0, 2));
  }

  /** What changed after the mark and up to now. */
  private Heads since(ChangeLog.Mark mark) {
    return changes().between(mark, changes().end());
  }

  private void writeInTurn(int batches) {
    for (int i = 0; i < batches; i++) {
      List<Decider<String>> batch = new ArrayList<>();
      batch.add(say(ROOM, ALICE, "one"));
      batch.add(say(OTHER, ALICE, "two"));
      batch.add(say(ROOM, BOB, "three"));
      commitAll(batch);
    }
  }
}
