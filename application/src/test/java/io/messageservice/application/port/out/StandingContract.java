package io.messageservice.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.History.ReadState;
import io.messageservice.application.port.out.History.Reader;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What {@link HistoryContract} asks of what was read and what is unread. */
abstract class StandingContract extends StoreContract {

  private static final int SOME = 50;

  @Test
  void nobodyStandsInAnUnknownConversation() {
    assertThat(history().standing(ROOM, ALICE, SOME)).isEqualTo(ReadState.NONE);
  }

  @Test
  void nothingIsUnreadWhereNothingWasSaid() {
    commitAll(List.of(join(ROOM, ALICE)));

    assertThat(history().standing(ROOM, ALICE, SOME)).isEqualTo(ReadState.NONE);
  }

  @Test
  void whatOthersSaidIsUnreadAndOnesOwnIsNot() {
    talk(ROOM, 1, 9);

    assertThat(unread(ALICE)).isEqualTo(4);
    assertThat(unread(BOB)).isEqualTo(5);
    assertThat(unread(CAROL)).isEqualTo(9);
  }

  @Test
  void unreadBeginsAfterTheMarkWhichMovesBothWays() {
    talk(ROOM, 1, 9);

    for (long mark : List.of(4L, 9L, 0L, 8L, 1L)) {
      commitAll(List.of(mark(ROOM, CAROL, mark)));

      ReadState standing = history().standing(ROOM, CAROL, SOME);
      assertThat(standing.readUpTo()).isEqualTo(mark);
      assertThat(standing.unread()).isEqualTo(9 - (int) mark);
    }
  }

  @Test
  void whatCameSinceTheLastQuestionIsUnreadToo() {
    for (int i = 1; i <= 150; i++) {
      talk(ROOM, i, i);

      assertThat(unread(CAROL)).isEqualTo(i);
      assertThat(unread(BOB)).isEqualTo((i + 1) / 2);
    }
  }

  @Test
  void unreadIsCountedUpToTheMost() {
    say(ROOM, ALICE, History.MAX_UNREAD - 1);
    assertThat(unread(BOB)).isEqualTo(History.MAX_UNREAD - 1);

    say(ROOM, ALICE, 1);
    assertThat(unread(BOB)).isEqualTo(History.MAX_UNREAD);

    say(ROOM, ALICE, 3_000);
    assertThat(unread(BOB)).isEqualTo(History.MAX_UNREAD);
    assertThat(unread(ALICE)).isZero();
  }

  @Test
  void whatOthersSaidIsFoundBehindAnyNumberOfOnesOwn() {
    say(ROOM, BOB, 3);
    say(ROOM, ALICE, 6_000);
    say(ROOM, BOB, 2);

    assertThat(unread(CAROL)).isEqualTo(History.MAX_UNREAD);
    assertThat(unread(ALICE)).isEqualTo(5);
    commitAll(List.of(mark(ROOM, ALICE, 2)));
    assertThat(unread(ALICE)).isEqualTo(3);
  }

  @Test
  void conversationsAreCountedApart() {
    say(ROOM, ALICE, 3);
    say(OTHER, ALICE, 5);

    assertThat(unread(BOB)).isEqualTo(3);
    assertThat(history().standing(OTHER, BOB, SOME).unread()).isEqualTo(5);
  }

  @Test
  void readersAreTheFurthestFirstAndEqualsById() {
    talk(ROOM, 1, 4);
    commitAll(List.of(join(ROOM, CAROL)));
    commitAll(List.of(mark(ROOM, CAROL, 3), mark(ROOM, BOB, 4), mark(ROOM, ALICE, 3)));

    assertThat(readers(SOME)).containsExactly(read(BOB, 4), read(ALICE, 3), read(CAROL, 3));
    assertThat(readers(2)).containsExactly(read(BOB, 4), read(ALICE, 3));
  }

  @Test
  void whoHasReadNothingOrNothingMoreIsNoReader() {
    talk(ROOM, 1, 4);
    commitAll(List.of(mark(ROOM, ALICE, 2), mark(ROOM, BOB, 4)));

    commitAll(List.of(mark(ROOM, BOB, 0)));

    assertThat(readers(SOME)).containsExactly(read(ALICE, 2));
  }

  @Test
  void whoLeftIsNoReaderUntilHeComesBack() {
    talk(ROOM, 1, 4);
    commitAll(List.of(mark(ROOM, ALICE, 2), mark(ROOM, BOB, 4)));

    commitAll(List.of(leave(ROOM, BOB)));
    assertThat(readers(1)).containsExactly(read(ALICE, 2));

    commitAll(List.of(join(ROOM, BOB)));
    assertThat(readers(1)).containsExactly(read(BOB, 4));
  }

  @Test
  void marksOfManyUsersAreReadAtOnce() {
    List<UserId> users = new ArrayList<>();
    List<Decider<String>> batch = new ArrayList<>();
    Map<UserId, Reader> read = new HashMap<>();
    talk(ROOM, 1, 4);
    for (int i = 0; i < 150; i++) {
      UserId user = new UserId("user " + i);
      users.add(user);
      batch.add(mark(ROOM, user, i % 4));
      if (i % 4 > 0) {
        read.put(user, read(user, i % 4L));
      }
    }
    commitAll(batch);
    commitAll(List.of(join(OTHER, CAROL), mark(OTHER, CAROL, 9)));
    users.add(CAROL);

    assertThat(history().readers(ROOM, users)).isEqualTo(read);
    assertThat(history().readers(ROOM, users.subList(1, 2)))
        .isEqualTo(Map.of(users.get(1), read(users.get(1), 1)));
    assertThat(history().readers(ROOM, List.of())).isEmpty();
    assertThat(history().readers(new ConversationId("none"), users)).isEmpty();
  }

  @Test
  void whoIsAddedAgainHasStillReadWhatTheyHadRead() {
    commitAll(List.of(make(ROOM, Kind.GROUP, ALICE, BOB), say(ROOM, ALICE, "1")));
    commitAll(List.of(mark(ROOM, BOB, 1), leave(ROOM, BOB)));
    assertThat(history().readers(ROOM, List.of(BOB))).isEqualTo(Map.of(BOB, read(BOB, 1)));

    commitAll(List.of(GroupCommands.add(ROOM, BOB)));

    assertThat(history().standing(ROOM, BOB, SOME).readUpTo()).isEqualTo(1);
  }

  /** Against a count by hand, with marks that move, long monologues and questions at any time. */
  @RepeatedTest(5)
  void unreadIsAlwaysRight(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<UserId> users = List.of(ALICE, BOB, CAROL, new UserId("dora"), new UserId("emil"));
    commitAll(List.of(make(ROOM, Kind.GROUP, users.toArray(UserId[]::new))));
    List<UserId> said = new ArrayList<>();
    Map<UserId, Integer> marks = new HashMap<>();

    for (int round = 0; round < 100; round++) {
      UserId user = users.get(random.nextInt(users.size()));
      if (random.nextInt(4) == 0) {
        int mark = random.nextInt(said.size() + 1);
        commitAll(List.of(mark(ROOM, user, mark)));
        marks.put(user, mark);
      } else {
        int count = random.nextInt(10) == 0 ? random.nextInt(1_500) : random.nextInt(5);
        say(ROOM, user, count);
        said.addAll(Collections.nCopies(count, user));
      }
      UserId reader = users.get(random.nextInt(users.size()));
      int mark = marks.getOrDefault(reader, 0);

      ReadState standing = history().standing(ROOM, reader, SOME);

      assertThat(standing.readUpTo()).isEqualTo(mark);
      assertThat(standing.unread()).as("round %s", round).isEqualTo(count(said, mark, reader));
    }
  }

  private static int count(List<UserId> said, int mark, UserId reader) {
    long others =
        said.subList(mark, said.size()).stream().filter(sender -> !sender.equals(reader)).count();
    return (int) Math.min(others, History.MAX_UNREAD);
  }

  private void say(ConversationId where, UserId who, int times) {
    List<Decider<String>> batch = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      batch.add(say(where, who, "text"));
    }
    commitAll(batch);
  }

  private int unread(UserId reader) {
    return history().standing(ROOM, reader, SOME).unread();
  }

  private List<Reader> readers(int max) {
    return history().standing(ROOM, CAROL, max).readers();
  }

  private static Reader read(UserId reader, long upTo) {
    return new Reader(reader, upTo, upTo);
  }
}
