package io.messageservice.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.History.Head;
import io.messageservice.application.port.out.History.Heads;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.domain.conversation.ConversationId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What {@link HistoryContract} asks of finding out what has changed. */
abstract class HeadsContract extends StandingContract {

  @Test
  void nothingHasChangedWhereNothingWasSaid() {
    History.Mark empty = history().mark();
    assertThat(history().headsChangedSince(empty, empty)).isEqualTo(new Heads(empty, List.of()));

    talk(ROOM, 1, 5);
    History.Mark mark = history().mark();
    commitAll(List.of(join(OTHER, ALICE), mark(ROOM, ALICE, 3), leave(ROOM, BOB)));

    assertThat(since(mark).changed()).isEmpty();
  }

  @Test
  void changedIsWhatWasAppendedAfterTheMark() {
    talk(ROOM, 1, 5);
    History.Mark mark = history().mark();
    talk(ROOM, 6, 8);
    talk(OTHER, 1, 2);
    talk(ROOM, 9, 9);

    Heads heads = since(mark);

    assertThat(heads.changed())
        .containsExactlyInAnyOrder(new Head(ROOM, 5, 9), new Head(OTHER, 0, 2));
    assertThat(heads.mark()).isEqualTo(history().mark());
  }

  @Test
  void lookGoesOnWhereTheLastOneEnded() {
    History.Mark mark = history().mark();
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
    History.Mark mark = history().mark();
    ledger().commit(List.of(broken(say(ROOM, ALICE, "never"))));
    talk(ROOM, 2, 2);

    assertThat(since(mark).changed()).containsExactly(new Head(ROOM, 1, 2));
  }

  @Test
  void oneLookPassesNoMoreThanTheMost() {
    History.Mark mark = history().mark();
    int more = 2_500;
    talk(ROOM, 1, History.MAX_PASSED);
    talk(OTHER, 1, more);

    Heads first = since(mark);
    Heads second = since(first.mark());

    assertThat(first.changed()).containsExactly(new Head(ROOM, 0, History.MAX_PASSED));
    assertThat(second.changed()).containsExactly(new Head(OTHER, 0, more));
    assertThat(since(second.mark()).changed()).isEmpty();
  }

  @Test
  void nothingIsMissedOrPassedTwiceWhileItIsWritten() {
    int batches = 300;
    History.Mark mark = history().mark();
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
    History.Mark from = history().mark();
    talk(ROOM, 3, 5);
    History.Mark end = history().mark();
    talk(ROOM, 6, 9);
    talk(OTHER, 1, 3);

    Heads heads = history().headsChangedSince(from, end);

    assertThat(heads).isEqualTo(new Heads(end, List.of(new Head(ROOM, 2, 5))));
    assertThat(history().headsChangedSince(end, end)).isEqualTo(new Heads(end, List.of()));
    assertThat(since(end).changed())
        .containsExactlyInAnyOrder(new Head(ROOM, 5, 9), new Head(OTHER, 0, 3));
  }

  @Test
  void looksThatGoOnEndAtTheEndToo() {
    History.Mark from = history().mark();
    talk(ROOM, 1, History.MAX_PASSED);
    talk(OTHER, 1, 2);
    History.Mark end = history().mark();
    talk(OTHER, 3, 4);

    Heads first = history().headsChangedSince(from, end);
    Heads second = history().headsChangedSince(first.mark(), end);

    assertThat(first.mark()).isNotEqualTo(end);
    assertThat(second.mark()).isEqualTo(end);
    assertThat(second.changed()).containsExactly(new Head(OTHER, 0, 2));
  }

  @Test
  void headsAreThoseOfTheConversationsThatThereAre() {
    ConversationId unknown = new ConversationId("unknown");
    talk(ROOM, 1, 5);
    commitAll(List.of(join(OTHER, ALICE)));

    assertThat(history().heads(List.of())).isEmpty();
    assertThat(history().heads(List.of(ROOM, unknown, OTHER)))
        .containsExactlyInAnyOrderEntriesOf(Map.of(ROOM, 5L, OTHER, 0L));
    assertThat(history().heads(List.of(ROOM, ROOM))).containsExactlyEntriesOf(Map.of(ROOM, 5L));
  }

  @Test
  void headsOfManyConversationsAreFound() {
    Map<ConversationId, Long> expected = new HashMap<>();
    List<Decider<String>> batch = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      ConversationId id = new ConversationId("room-" + i);
      batch.add(say(id, ALICE, "hello"));
      expected.put(id, 1L);
    }
    commitAll(batch);

    assertThat(history().heads(expected.keySet())).isEqualTo(expected);
  }

  /** What changed after the mark and up to now. */
  private Heads since(History.Mark mark) {
    return history().headsChangedSince(mark, history().mark());
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
