package io.messageservice.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.ListingRequest;
import io.messageservice.application.port.out.History.ReadState;
import io.messageservice.application.port.out.History.Reader;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What {@link HistoryContract} asks of delivered marks and preferences. */
abstract class PersonalContract extends StandingContract {

  private static final int SOME = 50;

  @Test
  void deliveredMarksAreOfOneUserInOneConversation() {
    talk(ROOM, 1, 9);
    commitAll(List.of(join(OTHER, BOB), reached(ROOM, BOB, 7), reached(ROOM, ALICE, 2)));

    assertThat(deliveredUpTo(ROOM, BOB)).isEqualTo(7);
    assertThat(deliveredUpTo(ROOM, ALICE)).isEqualTo(2);
    assertThat(deliveredUpTo(ROOM, CAROL)).isZero();
    assertThat(deliveredUpTo(OTHER, BOB)).isZero();
    assertThat(readUpTo(ROOM, BOB)).isZero();
  }

  @Test
  void whomMessagesHaveReachedIsReaderToo() {
    talk(ROOM, 1, 9);
    commitAll(List.of(join(ROOM, CAROL), reached(ROOM, CAROL, 7), reached(ROOM, ALICE, 9)));
    commitAll(List.of(mark(ROOM, BOB, 4), mark(ROOM, ALICE, 2)));

    List<Reader> readers = history().standing(ROOM, ALICE, SOME).readers();

    assertThat(readers)
        .containsExactly(new Reader(BOB, 4, 4), new Reader(ALICE, 2, 9), new Reader(CAROL, 0, 7));
    assertThat(history().standing(ROOM, ALICE, 2).readers()).isEqualTo(readers.subList(0, 2));
    assertThat(history().readers(ROOM, List.of(ALICE, CAROL, new UserId("dora"))))
        .isEqualTo(Map.of(ALICE, readers.get(1), CAROL, readers.get(2)));
  }

  @Test
  void whatIsCalledUnreadHasReachedThemAllTheSame() {
    talk(ROOM, 1, 4);
    commitAll(List.of(mark(ROOM, ALICE, 4)));

    commitAll(
        List.of(
            records ->
                Decision.personal(
                    "unread", new ReadMark(ROOM, ALICE, 0), new DeliveredMark(ROOM, ALICE, 4))));

    assertThat(history().standing(ROOM, BOB, SOME).readers())
        .containsExactly(new Reader(ALICE, 0, 4));
    assertThat(history().readers(ROOM, List.of(ALICE)))
        .isEqualTo(Map.of(ALICE, new Reader(ALICE, 0, 4)));
  }

  @Test
  void deliveredMarksOfManyUsersAreReadAtOnce() {
    List<UserId> users = new ArrayList<>();
    List<Decider<String>> batch = new ArrayList<>();
    talk(ROOM, 1, 4);
    for (int i = 0; i < 150; i++) {
      UserId user = new UserId("user " + i);
      users.add(user);
      batch.add(join(ROOM, user));
      batch.add(reached(ROOM, user, i % 4));
    }
    commitAll(batch);

    Map<UserId, Reader> readers = history().readers(ROOM, users);

    assertThat(readers).hasSize(112);
    readers.forEach(
        (user, reader) ->
            assertThat(reader).isEqualTo(new Reader(user, 0, users.indexOf(user) % 4)));
  }

  @Test
  void preferencesAreOfOneUserInOneConversation() {
    Instant until = NOON.plusSeconds(60);
    talk(ROOM, 1, 3);
    commitAll(List.of(join(OTHER, ALICE), prefer(ROOM, ALICE, until, 3)));

    assertThat(preferences(ROOM, ALICE)).isEqualTo(new Preferences(until, 3));
    assertThat(preferences(ROOM, BOB)).isEqualTo(Preferences.NONE);
    assertThat(preferences(OTHER, ALICE)).isEqualTo(Preferences.NONE);
    assertThat(standing(ROOM, ALICE).preferences()).isEqualTo(new Preferences(until, 3));
    assertThat(standing(ROOM, BOB).preferences()).isEqualTo(Preferences.NONE);
    assertThat(history().preferences(ROOM, Set.of(ALICE, BOB)))
        .isEqualTo(Map.of(ALICE, new Preferences(until, 3)));
    assertThat(history().preferences(ROOM, Set.of(BOB))).isEmpty();
    assertThat(history().preferences(OTHER, Set.of(ALICE))).isEmpty();

    commitAll(List.of(prefer(ROOM, ALICE, Preferences.FOR_EVER, 0)));
    assertThat(preferences(ROOM, ALICE)).isEqualTo(new Preferences(Preferences.FOR_EVER, 0));

    commitAll(List.of(prefer(ROOM, ALICE, Preferences.NOT_MUTED, Preferences.SHOWN)));
    assertThat(preferences(ROOM, ALICE)).isEqualTo(Preferences.NONE);
    assertThat(standing(ROOM, ALICE).preferences()).isEqualTo(Preferences.NONE);
    assertThat(history().preferences(ROOM, Set.of(ALICE))).isEmpty();
  }

  @Test
  void hiddenConversationIsNotListedUntilTheNextMessage() {
    talk(ROOM, 1, 3);
    commitAll(List.of(say(OTHER, ALICE, "1"), prefer(ROOM, ALICE, Preferences.NOT_MUTED, 3)));

    assertThat(ids(ALICE, false)).containsExactly("other");
    assertThat(ids(ALICE, true)).containsExactlyInAnyOrder("room", "other");
    assertThat(ids(BOB, false)).containsExactly("room");

    commitAll(List.of(say(ROOM, BOB, "4")));
    assertThat(ids(ALICE, false)).containsExactlyInAnyOrder("room", "other");
  }

  @Test
  void emptyConversationIsHiddenToo() {
    commitAll(
        List.of(make(ROOM, Kind.GROUP, ALICE, BOB), prefer(ROOM, ALICE, Preferences.NOT_MUTED, 0)));

    assertThat(ids(ALICE, false)).isEmpty();
    assertThat(ids(BOB, false)).containsExactly("room");
  }

  @Test
  void listsSayWhatOnePrefers() {
    talk(ROOM, 1, 3);
    commitAll(List.of(prefer(ROOM, ALICE, Preferences.FOR_EVER, 3)));

    Listed listed = listing(ALICE, true).conversations().get(0);

    assertThat(listed.preferences()).isEqualTo(new Preferences(Preferences.FOR_EVER, 3));
    assertThat(listing(BOB, true).conversations().get(0).preferences()).isEqualTo(Preferences.NONE);
  }

  @Test
  void pagesWithoutHiddenOnesMeet() {
    List<Decider<String>> batch = new ArrayList<>();
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      ConversationId id = new ConversationId("c" + i);
      batch.add(say(id, ALICE, "text"));
      if (i % 3 != 0) {
        batch.add(prefer(id, ALICE, Preferences.NOT_MUTED, 1));
      } else {
        shown.add(id.value());
      }
    }
    commitAll(batch);

    List<String> found = new ArrayList<>();
    Optional<History.Cursor> next = Optional.empty();
    do {
      History.Listing page = history().conversationsOf(ALICE, page(next, 4, PLENTY));
      page.conversations().forEach(one -> found.add(one.conversation().id().value()));
      next = page.next();
    } while (next.isPresent());

    assertThat(found).containsExactlyInAnyOrderElementsOf(shown);
  }

  @Test
  void whatOnePrefersStaysWhereOneLeavesAndComesBack() {
    commitAll(List.of(make(ROOM, Kind.GROUP, ALICE, BOB), say(ROOM, ALICE, "1")));
    commitAll(List.of(reached(ROOM, BOB, 1), prefer(ROOM, BOB, Preferences.FOR_EVER, 0)));
    commitAll(List.of(leave(ROOM, BOB)));
    assertThat(standing(ROOM, ALICE).readers()).isEmpty();

    commitAll(List.of(GroupCommands.add(ROOM, BOB)));

    assertThat(standing(ROOM, BOB).preferences())
        .isEqualTo(new Preferences(Preferences.FOR_EVER, 0));
    assertThat(standing(ROOM, ALICE).readers()).containsExactly(new Reader(BOB, 0, 1));
  }

  @Test
  void whatIsForgottenHasNoMarksAndNoPreferences() {
    commitAll(List.of(join(ROOM, ALICE), prefer(ROOM, ALICE, Preferences.FOR_EVER, 0)));
    commitAll(List.of(forget(ROOM)));

    commitAll(List.of(join(ROOM, ALICE)));

    assertThat(standing(ROOM, ALICE)).isEqualTo(ReadState.NONE);
    assertThat(deliveredUpTo(ROOM, ALICE)).isZero();
    assertThat(preferences(ROOM, ALICE)).isEqualTo(Preferences.NONE);
  }

  @Test
  void commandsOfABatchSeeThoseBefore() {
    talk(ROOM, 1, 3);
    List<String> seen = new ArrayList<>();
    Decider<String> look =
        records -> {
          seen.add(
              records.deliveredUpTo(ROOM, ALICE)
                  + " "
                  + records.preferences(ROOM, ALICE).hiddenAt());
          return Decision.unchanged("seen");
        };
    commitAll(
        List.of(
            look,
            reached(ROOM, ALICE, 2),
            look,
            prefer(ROOM, ALICE, Preferences.FOR_EVER, 3),
            look));

    assertThat(seen).containsSubsequence("0 -1", "2 -1", "2 3");
  }

  private static Decider<String> prefer(
      ConversationId where, UserId who, Instant mutedUntil, long hiddenAt) {
    return records ->
        Decision.personal(
            "preferred", new OwnPreferences(where, who, new Preferences(mutedUntil, hiddenAt)));
  }

  private long deliveredUpTo(ConversationId where, UserId who) {
    return found(records -> records.deliveredUpTo(where, who));
  }

  private Preferences preferences(ConversationId where, UserId who) {
    return found(records -> records.preferences(where, who));
  }

  /** What a command finds recorded. */
  final <T> T found(Function<Records, T> question) {
    List<T> found = new ArrayList<>();
    commitAll(
        List.of(
            records -> {
              found.add(question.apply(records));
              return Decision.unchanged("found");
            }));
    return found.get(found.size() - 1);
  }

  private ReadState standing(ConversationId where, UserId who) {
    return history().standing(where, who, SOME);
  }

  private History.Listing listing(UserId user, boolean withHidden) {
    return history()
        .conversationsOf(
            user, new ListingRequest(Optional.empty(), 9, PLENTY, withHidden, Optional.empty()));
  }

  private List<String> ids(UserId user, boolean withHidden) {
    return listing(user, withHidden).conversations().stream()
        .map(one -> one.conversation().id().value())
        .toList();
  }
}
