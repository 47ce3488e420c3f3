package io.messageservice.application.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.History;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class KnownSendersTest {

  private static final UserId ALICE = new UserId("alice");
  private static final UserId BOB = new UserId("bob");

  private final KnownSenders<String> known =
      new KnownSenders<>(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());

  private final List<String> senders = new ArrayList<>();
  private final NavigableSet<Long> deleted = new TreeSet<>();
  private long read;

  @Test
  void countsWhatOthersSentAfterWhatWasRead() {
    send(ALICE, 10);
    send(BOB, 5);
    send(ALICE, 1);

    assertThat(unread(16, ALICE, 0)).isEqualTo(5);
    assertThat(unread(16, ALICE, 12)).isEqualTo(3);
    assertThat(unread(16, BOB, 0)).isEqualTo(11);
    assertThat(unread(16, BOB, 16)).isZero();
  }

  @Test
  void readsOnlyWhatCameSince() {
    send(BOB, 500);
    assertThat(unread(500, ALICE, 0)).isEqualTo(500);
    assertThat(read).isEqualTo(500);
    send(BOB, 3);

    assertThat(unread(503, ALICE, 0)).isEqualTo(503);
    assertThat(unread(503, BOB, 0)).isZero();

    assertThat(read).isEqualTo(503);
  }

  @Test
  void countEndsAtTheHeadThatIsAskedFor() {
    send(BOB, 15);

    assertThat(unread(15, ALICE, 0)).isEqualTo(15);
    assertThat(unread(10, ALICE, 0)).isEqualTo(10);
    assertThat(unread(10, ALICE, 12)).isZero();
    assertThat(unread(15, ALICE, 0)).isEqualTo(15);
    assertThat(read).isEqualTo(15);
  }

  @Test
  void readsNoFurtherThanIsCounted() {
    send(BOB, 100_000);

    assertThat(unread(100_000, ALICE, 0)).isEqualTo(History.MAX_UNREAD);

    assertThat(read).isLessThan(3 * History.MAX_UNREAD);
  }

  @Test
  void readsAnewAfterALongPause() {
    send(BOB, 10);
    assertThat(unread(10, ALICE, 0)).isEqualTo(10);
    send(ALICE, 9_000);

    assertThat(unread(9_010, ALICE, 0)).isEqualTo(10);
    assertThat(unread(9_010, BOB, 0)).isEqualTo(History.MAX_UNREAD);
  }

  @Test
  void whatIsDeletedIsNotCountedAndNothingIsReadAgain() {
    send(ALICE, 10);
    send(BOB, 10);
    assertThat(unread(20, ALICE, 0)).isEqualTo(10);

    delete(9, 12, 1);

    assertThat(unread(20, ALICE, 0)).isEqualTo(8);
    assertThat(unread(20, ALICE, 11)).isEqualTo(8);
    assertThat(unread(20, ALICE, 12)).isEqualTo(8);
    assertThat(unread(20, BOB, 0)).isEqualTo(8);
    assertThat(unread(20, BOB, 9)).isZero();
    assertThat(read).isEqualTo(20);
  }

  @Test
  void whatIsLeftIsFoundBehindAnyNumberOfDeletedOnes() {
    for (int i = 0; i < 6_000; i++) {
      send(ALICE, 1);
      send(BOB, 1);
    }
    delete(1_001, 12_000, 1);

    assertThat(unread(12_000, ALICE, 0)).isEqualTo(500);
    assertThat(unread(12_000, ALICE, 0)).isEqualTo(500);
    assertThat(unread(12_000, BOB, 980)).isEqualTo(10);
  }

  @Test
  void mostAreCountedBetweenDeletedOnes() {
    send(BOB, 4_000);
    delete(1, 4_000, 2);

    assertThat(unread(4_000, ALICE, 0)).isEqualTo(History.MAX_UNREAD);
    assertThat(unread(4_000, ALICE, 3_000)).isEqualTo(500);
  }

  @Test
  void whatIsNobodysIsNotCounted() {
    for (int i = 0; i < 3_000; i++) {
      send(BOB, 1);
      senders.add(SenderRuns.NOBODY);
    }

    assertThat(unread(6_000, ALICE, 0)).isEqualTo(History.MAX_UNREAD);
    assertThat(unread(6_000, ALICE, 5_000)).isEqualTo(500);
    assertThat(unread(6_000, BOB, 0)).isZero();
  }

  @Test
  void soleSenderIsKnownAsFarAsItWasNoted() {
    assertThat(known.soleUpTo("room")).isZero();

    known.putSole("room", 7);
    known.putSole("room", 3);
    assertThat(known.soleUpTo("room")).isEqualTo(7);

    known.putSole("room", KnownSenders.SEVERAL);
    known.putSole("room", 9);
    assertThat(known.soleUpTo("room")).isEqualTo(KnownSenders.SEVERAL);
  }

  private int unread(long head, UserId reader, long readUpTo) {
    return known.unread("room", head, reader, readUpTo, new Sent());
  }

  /** What was sent and deleted. */
  private final class Sent implements KnownSenders.Source<RuntimeException> {

    @Override
    public SenderRuns read(long from, long to) {
      read += to - from + 1;
      return SenderRuns.of(senders.subList((int) from - 1, (int) to), to);
    }

    @Override
    public long deletedOfOthers(UserId reader, long from, long to) {
      return deleted.subSet(from, true, to, true).stream()
          .filter(seq -> !senders.get((int) (seq - 1)).equals(reader.value()))
          .count();
    }
  }

  private void delete(long from, long to, int step) {
    for (long seq = from; seq <= to; seq += step) {
      deleted.add(seq);
    }
  }

  private void send(UserId sender, int messages) {
    for (int i = 0; i < messages; i++) {
      senders.add(sender.value());
    }
  }
}
