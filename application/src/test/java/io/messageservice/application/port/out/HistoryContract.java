package io.messageservice.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.History.Page;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the read side of every store must do. */
public abstract class HistoryContract extends ReactionsContract {

  @Test
  void epochHasOneTo64CharactersAndStays() {
    String epoch = history().epoch();

    talk(ROOM, 1, 1);

    assertThat(epoch).isNotBlank().hasSizeLessThanOrEqualTo(64);
    assertThat(history().epoch()).isEqualTo(epoch);
  }

  @Test
  void whatIsUnknownIsEmpty() {
    ConversationId unknown = new ConversationId("unknown");

    assertThat(history().conversation(unknown)).isEmpty();
    assertThat(history().after(unknown, 0, 10, PLENTY)).isEqualTo(Page.EMPTY);
    assertThat(history().before(unknown, 10, 10, PLENTY)).isEqualTo(Page.EMPTY);
    assertThat(history().contactsOf(new UserId("unknown"))).isEmpty();
  }

  @Test
  void silentConversationHasNoPages() {
    commitAll(List.of(join(ROOM, ALICE)));

    assertThat(history().after(ROOM, 0, 10, PLENTY)).isEqualTo(Page.EMPTY);
    assertThat(history().before(ROOM, Long.MAX_VALUE, 10, PLENTY)).isEqualTo(Page.EMPTY);
  }

  @Test
  void silentConversationsAreFoundByTheirLastJoinTheOldestFirst() {
    commitAll(
        List.of(
            join(ROOM, ALICE, NOON.plusSeconds(3)),
            join(OTHER, ALICE, NOON.plusSeconds(1)),
            join(new ConversationId("third"), ALICE, NOON.plusSeconds(2)),
            join(new ConversationId("late"), ALICE, NOON.plusSeconds(4))));

    assertThat(silent(NOON.plusSeconds(4), 10)).containsExactly("other", "third", "room");
    assertThat(silent(NOON.plusSeconds(4), 2)).containsExactly("other", "third");
    assertThat(silent(NOON.plusSeconds(1), 10)).isEmpty();
    assertThat(history().conversation(OTHER).orElseThrow().lastAt()).isEqualTo(NOON.plusSeconds(1));
  }

  @Test
  void laterJoinOfAParticipantMovesTheMark() {
    commitAll(List.of(join(ROOM, ALICE, NOON), join(OTHER, ALICE, NOON)));

    commitAll(List.of(join(ROOM, ALICE, NOON.plusSeconds(5))));

    assertThat(silent(NOON.plusSeconds(5), 10)).containsExactly("other");
    assertThat(silent(NOON.plusSeconds(6), 10)).containsExactly("other", "room");
    assertThat(recorded(ROOM)).isEqualTo(history().conversation(ROOM));
  }

  @Test
  void whereSomethingWasSaidOrNobodyJoinedNothingIsSilent() {
    commitAll(
        List.of(
            join(ROOM, ALICE, NOON),
            say(ROOM, BOB, "hello"),
            join(ROOM, CAROL, NOON.plusSeconds(1)),
            say(OTHER, ALICE, "hello"),
            make(new ConversationId("g"), Kind.GROUP, ALICE, BOB)));

    assertThat(silent(NOON.plusSeconds(100), 10)).isEmpty();
  }

  @Test
  void whatWasCreatedIsNeverAmongTheSilentOnes() {
    commitAll(
        List.of(
            create(ROOM, Kind.GROUP, Optional.of(ALICE), ALICE),
            create(OTHER, Kind.DIRECT, Optional.of(ALICE), ALICE, BOB)));

    assertThat(silent(NOON.plusSeconds(100), 10)).isEmpty();
  }

  @Test
  void pagesForwardMeetWithoutHoleOrDouble() {
    interleave(200);

    for (int limit : List.of(1, 7, 63, 64, 65, 200, 500)) {
      assertThat(forward(ROOM, 0, limit, PLENTY)).isEqualTo(range(1, 200));
      assertThat(forward(OTHER, 0, limit, PLENTY)).isEqualTo(range(1, 200));
    }
    assertThat(forward(ROOM, 100, 30, PLENTY)).isEqualTo(range(101, 200));
  }

  @Test
  void pagesBackwardMeetWithoutHoleOrDouble() {
    interleave(200);

    for (int limit : List.of(1, 7, 63, 64, 65, 200, 500)) {
      assertThat(backward(ROOM, Long.MAX_VALUE, limit, PLENTY)).isEqualTo(range(1, 200));
      assertThat(backward(OTHER, 201, limit, PLENTY)).isEqualTo(range(1, 200));
    }
    assertThat(backward(ROOM, 101, 30, PLENTY)).isEqualTo(range(1, 100));
  }

  @Test
  void everyStretchIsWhatWasSaidThere() {
    interleave(130);

    for (long seq : List.of(0L, 1L, 62L, 63L, 64L, 65L, 127L, 128L, 129L, 130L)) {
      Page after = history().after(ROOM, seq, 3, PLENTY);
      assertThat(seqs(after.messages())).isEqualTo(range(seq + 1, Math.min(130, seq + 3)));
      assertThat(after.more()).isEqualTo(seq + 3 < 130);
      assertThat(after.messages())
          .allSatisfy(m -> assertThat(m.content().text()).isEqualTo("text " + m.seq()));
    }
  }

  @Test
  void thereIsMoreOnlyWhereThereIsMore() {
    talk(ROOM, 1, 64);

    assertThat(history().after(ROOM, 0, 63, PLENTY).more()).isTrue();
    assertThat(history().after(ROOM, 0, 64, PLENTY).more()).isFalse();
    assertThat(history().before(ROOM, 65, 63, PLENTY).more()).isTrue();
    assertThat(history().before(ROOM, 65, 64, PLENTY).more()).isFalse();
  }

  @Test
  void positionsOutsideAreNoFault() {
    talk(ROOM, 1, 5);

    assertThat(history().after(ROOM, 5, 10, PLENTY)).isEqualTo(Page.EMPTY);
    assertThat(history().after(ROOM, Long.MAX_VALUE, 10, PLENTY)).isEqualTo(Page.EMPTY);
    assertThat(history().before(ROOM, 1, 10, PLENTY)).isEqualTo(Page.EMPTY);
    assertThat(history().before(ROOM, Long.MIN_VALUE, 10, PLENTY)).isEqualTo(Page.EMPTY);
    assertThat(seqs(history().after(ROOM, Long.MIN_VALUE, 10, PLENTY).messages()))
        .isEqualTo(range(1, 5));
    assertThat(seqs(history().before(ROOM, Long.MAX_VALUE, 2, PLENTY).messages()))
        .isEqualTo(range(4, 5));
  }

  @Test
  void pageEndsWhereItsBytesEndButHasOneMessageAtLeast() {
    List<Decider<String>> batch = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      batch.add(say(ROOM, ALICE, "ü".repeat(500)));
    }
    commitAll(batch);

    assertThat(seqs(history().after(ROOM, 0, 100, 3_500).messages())).isEqualTo(range(1, 3));
    assertThat(seqs(history().before(ROOM, 101, 100, 3_500).messages())).isEqualTo(range(98, 100));
    assertThat(seqs(history().after(ROOM, 10, 100, 1).messages())).isEqualTo(range(11, 11));
    assertThat(history().after(ROOM, 0, 100, 3_500).more()).isTrue();
    assertThat(forward(ROOM, 0, 100, 3_500)).isEqualTo(range(1, 100));
    assertThat(backward(ROOM, 101, 100, 3_500)).isEqualTo(range(1, 100));
  }

  @Test
  void largeConversationsAreReadWhole() {
    List<Decider<String>> batch = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      batch.add(join(ROOM, new UserId("user-" + i)));
    }
    commitAll(batch);

    assertThat(history().conversation(ROOM).orElseThrow().participants().size()).isEqualTo(1_000);
  }

  /** The same in two conversations, turn by turn, in batches of several sizes. */
  private List<String> silent(Instant joinedBefore, int limit) {
    return history().silent(joinedBefore, limit).stream().map(ConversationId::value).toList();
  }

  private void interleave(int count) {
    for (int from = 1; from <= count; from += 17) {
      int to = Math.min(count, from + 16);
      talk(ROOM, from, to);
      for (int i = from; i <= to; i++) {
        talk(OTHER, i, i);
      }
    }
  }

  private List<Long> forward(ConversationId id, long seq, int limit, int maxBytes) {
    List<Message> read = new ArrayList<>();
    Page page = history().after(id, seq, limit, maxBytes);
    read.addAll(page.messages());
    while (page.more()) {
      page = history().after(id, read.get(read.size() - 1).seq(), limit, maxBytes);
      read.addAll(page.messages());
    }
    return seqs(read);
  }

  private List<Long> backward(ConversationId id, long seq, int limit, int maxBytes) {
    List<Message> read = new ArrayList<>();
    Page page = history().before(id, seq, limit, maxBytes);
    read.addAll(page.messages());
    while (page.more()) {
      page = history().before(id, read.get(0).seq(), limit, maxBytes);
      read.addAll(0, page.messages());
    }
    return seqs(read);
  }

  private static List<Long> range(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  @Test
  void headsAreThoseOfTheConversationsThatThereAre() {
    ConversationId unknown = new ConversationId("unknown");
    talk(ROOM, 1, 5);
    commitAll(List.of(join(OTHER, ALICE)));

    assertThat(history().heads(List.of())).isEmpty();
    assertThat(history().heads(List.of(ROOM, unknown, OTHER)))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(ROOM, Position.ofMessages(5), OTHER, Position.START));
    assertThat(history().heads(List.of(ROOM, ROOM)))
        .containsExactlyEntriesOf(Map.of(ROOM, Position.ofMessages(5)));
  }

  @Test
  void headsOfManyConversationsAreFound() {
    Map<ConversationId, Position> expected = new HashMap<>();
    List<Decider<String>> batch = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      ConversationId id = new ConversationId("room-" + i);
      batch.add(say(id, ALICE, "hello"));
      expected.put(id, Position.ofMessages(1));
    }
    commitAll(batch);

    assertThat(history().heads(expected.keySet())).isEqualTo(expected);
  }
}
