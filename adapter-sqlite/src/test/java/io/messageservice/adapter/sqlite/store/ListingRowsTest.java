package io.messageservice.adapter.sqlite.store;

import static io.messageservice.application.port.out.GroupCommands.add;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.sqlite.SqliteConfig.Sync;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.ChangeLog.Head;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.Entry;
import io.messageservice.application.port.out.History.Listing;
import io.messageservice.application.port.out.History.ListingPoint;
import io.messageservice.application.port.out.History.ListingRequest;
import io.messageservice.application.port.out.History.NoLonger;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesAppended;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Mentions;
import io.messageservice.domain.message.MessageAttributes;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.UnreadTotal;
import io.messageservice.domain.user.UserId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the tables have of changes that lists show, of removals and of mentions. */
class ListingRowsTest extends ReopenedStore {

  private static final Instant AUTUMN = Instant.parse("2026-10-01T00:00:00Z");

  private Instant now = AUTUMN;

  private void openWithClock() {
    reopen(() -> now);
  }

  @Test
  void removalHasTheTimeOfTheClockAndGoesWhenTheUserTakesPartAgain() throws SQLException {
    openWithClock();
    commitAll(List.of(make(ROOM, Kind.GROUP, ALICE, BOB)));
    ListingPoint point = history().listingPoint();

    commitAll(List.of(leave(ROOM, BOB)));
    assertThat(since(BOB, point).entries())
        .containsExactly(new NoLonger(ROOM, AUTUMN.toEpochMilli()));

    commitAll(List.of(add(ROOM, BOB)));
    assertThat(since(BOB, point).conversations()).hasSize(1);
    assertThat(answer("SELECT 'rows', count(*) FROM removal")).isEqualTo("rows 0");
  }

  @Test
  void whatIsForgottenIsListedAsThat() throws SQLException {
    commitAll(List.of(join(ROOM, ALICE), join(OTHER, ALICE), join(ROOM, BOB)));
    ListingPoint point = history().listingPoint();

    commitAll(List.of(forget(ROOM)));

    assertThat(since(ALICE, point).entries()).singleElement().isInstanceOf(NoLonger.class);
    assertThat(ids(since(BOB, point))).containsExactly("room");
    commitAll(List.of(join(ROOM, BOB)));
    assertThat(answer("SELECT user FROM removal")).isEqualTo("alice");
  }

  /** No participant changes by it, so nothing of it is logged. */
  @Test
  void whoJoinsASilentConversationAgainMovesIt() {
    commitAll(List.of(join(ROOM, ALICE, NOON), join(ROOM, BOB, NOON)));
    ListingPoint point = history().listingPoint();
    Place made = store.changes().newest();

    commitAll(List.of(join(ROOM, ALICE, LATER)));
    assertThat(ids(since(BOB, point))).containsExactly("room");
    assertThat(store.changes().after(made, 10).changes()).isEmpty();

    commitAll(List.of(join(ROOM, ALICE, NOON)));
    assertThat(since(BOB, history().listingPoint()).entries()).isEmpty();
  }

  @Test
  void messageTakesOneNumberAndIsNoOtherChange() throws SQLException {
    commitAll(List.of(make(ROOM, Kind.GROUP, ALICE, BOB)));
    String columns = "SELECT changed_row, (SELECT last_row FROM last_commit) FROM conversation";
    assertThat(answer(columns)).isEqualTo("0 1");

    commitAll(List.of(say(ROOM, ALICE, "1"), say(ROOM, BOB, "2")));
    assertThat(answer(columns)).isEqualTo("0 3");
    commitAll(List.of(edit(all().get(0), "edited")));
    assertThat(answer(columns)).isEqualTo("4 4");
  }

  @Test
  void removalsAreTrimmedAfterThirtyDaysAndEarlierPointsAreNone() throws SQLException {
    openWithClock();
    commitAll(List.of(make(ROOM, Kind.GROUP, ALICE, BOB), make(OTHER, Kind.GROUP, ALICE, BOB)));
    ListingPoint early = history().listingPoint();
    commitAll(List.of(leave(ROOM, BOB)));
    ListingPoint later = history().listingPoint();

    now = AUTUMN.plus(History.REMOVALS_KEPT);
    commitAll(List.of(leave(OTHER, BOB)));
    assertThat(ids(since(BOB, early))).containsExactly("other", "room");

    now = now.plusMillis(1);
    commitAll(List.of(leave(OTHER, ALICE)));
    assertThat(since(BOB, early).reset()).isTrue();
    assertThat(since(ALICE, early).reset()).isTrue();
    assertThat(since(BOB, later).reset()).isFalse();
    assertThat(ids(since(BOB, later))).containsExactly("other");
    assertThat(answer("SELECT user, conversation FROM removal ORDER BY user"))
        .isEqualTo("alice other bob other");

    openWithClock();
    assertThat(since(BOB, early).reset()).isTrue();
    assertThat(ids(since(BOB, later))).containsExactly("other");
  }

  @Test
  void manyOldRemovalsAreTrimmedInSmallSteps() throws SQLException {
    openWithClock();
    execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
            + " INSERT INTO removal SELECT 'u' || i, 'gone', 0, i FROM n");
    commitAll(List.of(make(ROOM, Kind.GROUP, ALICE, BOB)));

    commitAll(List.of(leave(ROOM, BOB)));

    assertThat(answer("SELECT count(*), min(at) FROM removal")).isEqualTo("999 3");
  }

  @Test
  void pointOfAnEpochOrARowThatNeverWereIsNone() {
    commitAll(List.of(say(ROOM, ALICE, "1")));
    String epoch = history().epoch() + ' ';

    for (String row : List.of("999", "-1", "+1", "1 ", "0x1", "9".repeat(18), "9".repeat(30))) {
      assertThat(since(ALICE, new ListingPoint(epoch + row)).reset()).as(row).isTrue();
    }
    assertThat(ids(since(ALICE, new ListingPoint(epoch + "0")))).containsExactly("room");
  }

  @Test
  void pointHoldsAcrossARestart() {
    commitAll(List.of(say(ROOM, ALICE, "1"), say(OTHER, ALICE, "1")));
    ListingPoint point = history().listingPoint();
    commitAll(List.of(prefer(ALICE, new Preferences(LATER, 1))));

    reopen(Sync.NORMAL);

    assertThat(ids(since(ALICE, point))).containsExactly("room");
    assertThat(since(ALICE, history().listingPoint()).entries()).isEmpty();
  }

  /** Numbers of preferences are in no table that the log reads. */
  @Test
  void logPassesOverNumbersThatItDoesNotKnow() {
    commitAll(List.of(say(ROOM, ALICE, "1")));
    ChangeLog.Mark before = store.changes().end();
    Place first = store.changes().newest();
    commitAll(List.of(prefer(ALICE, new Preferences(LATER, 1)), prefer(ALICE, Preferences.NONE)));
    ChangeLog.Mark between = store.changes().end();

    assertThat(store.changes().between(before, between).changed()).isEmpty();
    assertThat(store.changes().between(before, between).mark()).isEqualTo(between);
    assertThat(store.changes().after(first, 10).changes()).isEmpty();
    assertThat(store.changes().after(first, 10).end()).isEqualTo(store.changes().newest());

    commitAll(List.of(prefer(ALICE, new Preferences(LATER, 1)), say(ROOM, BOB, "2")));
    ChangeLog.Mark end = store.changes().end();
    assertThat(store.changes().between(between, end).changed())
        .containsExactly(new Head(ROOM, Position.ofMessages(1), Position.ofMessages(2)));
    assertThat(store.changes().after(first, 10).changes())
        .flatExtracting(Change::events)
        .contains(new MessagesAppended(1, 2));
    assertThat(store.changes().after(store.changes().newest(), 10).changes()).isEmpty();
    reopen(Sync.NORMAL);
    assertThat(store.changes().end()).isEqualTo(end);
  }

  @Test
  void mentionsHaveRowsUntilTheirMessageIsDeleted() throws SQLException {
    commitAll(
        List.of(
            mention(new Mentions(false, List.of(BOB, CAROL))),
            mention(Mentions.EVERYBODY),
            say(ROOM, ALICE, "plain")));
    commitAll(List.of(say(ROOM, ALICE, "joined", typed("system"))));
    assertThat(answer("SELECT user, seq, sender FROM mention"))
        .isEqualTo("2 alice bob 1 alice carol 1 alice");

    commitAll(List.of(edit(all().get(0), "edited"), delete(all().get(1))));
    assertThat(answer("SELECT user, seq FROM mention")).isEqualTo("bob 1 carol 1");

    commitAll(List.of(delete(all().get(0)), delete(all().get(2))));
    assertThat(answer("SELECT 'rows', count(*) FROM mention")).isEqualTo("rows 0");
  }

  /** Nothing of them is there to be read, and they are no part of the total all the same. */
  @Test
  void whatIsReadToItsEndIsNotLookedInto() throws SQLException {
    commitAll(List.of(join(ROOM, BOB), join(OTHER, BOB)));
    commitAll(List.of(say(ROOM, ALICE, "1"), say(OTHER, ALICE, "1"), mark(ROOM, BOB, 1)));
    execute("DELETE FROM message WHERE conversation = 1");

    assertThat(history().unreadTotal(BOB, NOON)).isEqualTo(new UnreadTotal(1, 1, 0));
  }

  @Test
  void listsOfWhatChangedReadNothingOfOthers() throws SQLException {
    assertThat(answer("EXPLAIN QUERY PLAN " + ListingRows.SINCE))
        .contains("SEARCH mine USING INDEX participant_by_user (user=?)")
        .contains("SEARCH c USING INTEGER PRIMARY KEY (rowid=?)")
        .contains("SEARCH r USING PRIMARY KEY (conversation=? AND user=?)")
        .contains("SEARCH removal USING PRIMARY KEY (user=?)")
        .doesNotContain("SCAN");
    assertThat(answer("EXPLAIN QUERY PLAN " + ListingRows.NOT_ALL_READ))
        .contains("SEARCH mine USING COVERING INDEX participant_by_user (user=?)")
        .contains("SEARCH r USING PRIMARY KEY (conversation=? AND user=?)")
        .contains("SEARCH p USING PRIMARY KEY (conversation=? AND user=?)");
    assertThat(answer("EXPLAIN QUERY PLAN " + ListingRows.OLDEST))
        .contains("SEARCH removal USING COVERING INDEX removal_oldest (at<?)")
        .doesNotContain("TEMP B-TREE");
    assertThat(answer("EXPLAIN QUERY PLAN " + ListingRows.NAMED))
        .contains("SEARCH c USING INDEX sqlite_autoindex_conversation_1 (id=?)")
        .contains("SEARCH mine USING PRIMARY KEY (conversation=? AND user=?)")
        .contains("SEARCH m USING PRIMARY KEY (conversation=? AND user=? AND seq>?)");
  }

  private static Decider<String> mention(Mentions mentions) {
    return say(
        ROOM, ALICE, "text", new MessageAttributes(Optional.empty(), Optional.empty(), mentions));
  }

  private static Decider<String> prefer(UserId user, Preferences preferences) {
    return records -> Decision.personal("set", new OwnPreferences(ROOM, user, preferences));
  }

  private Listing since(UserId user, ListingPoint point) {
    return history()
        .conversationsOf(
            user, new ListingRequest(Optional.empty(), 10, PLENTY, false, Optional.of(point)));
  }

  private static List<String> ids(Listing listing) {
    return listing.entries().stream()
        .map(Entry::place)
        .map(place -> place.conversation().value())
        .toList();
  }
}
