package io.messageservice.adapter.sqlite.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.sqlite.SqliteConfig.Sync;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesDelivered;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesRead;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.ReadMark;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which rows there are, and by which indexes they are found. */
class SqliteTablesTest extends ReopenedStore {

  @Test
  void foreignIdIsFoundAndKept() throws SQLException {
    Message message = commit(say(ROOM, ALICE, "imported"));
    execute("UPDATE message SET foreign_id = '507f1f77bcf86cd799439011'");
    MessageId foreign = new MessageId("507f1f77bcf86cd799439011");

    assertThat(found(foreign).orElseThrow().content()).isEqualTo(message.content());
    assertThat(all().get(0).id()).isEqualTo(foreign);
    assertThat(sentByOthers(ROOM, BOB, 0, 1, 1).newest().get(0).id()).isEqualTo(foreign);
  }

  @Test
  void contactsAreDerivedFromWhatWasWrittenBefore() throws SQLException {
    ConversationId unasked = new ConversationId("unasked");
    commitAll(
        List.of(
            make(ROOM, Kind.DIRECT, ALICE, BOB),
            say(ROOM, ALICE, "hello"),
            say(ROOM, BOB, "hello too"),
            make(unasked, Kind.DIRECT, CAROL, BOB),
            say(unasked, CAROL, "hello")));

    reopen(Sync.NORMAL);

    assertThat(answer("PRAGMA user_version")).isEqualTo("10");
    assertThat(history().contactsOf(BOB)).containsExactly(ALICE);
    assertThat(history().contactsOf(CAROL)).isEmpty();
  }

  @Test
  void forgottenConversationLeavesNoRow() throws SQLException {
    commitAll(List.of(join(ROOM, ALICE), join(ROOM, BOB), mark(ROOM, BOB, 3)));
    commitAll(List.of(prefer(new Preferences(LATER, 0))));

    commitAll(List.of(forget(ROOM)));

    for (String table : List.of("conversation", "participant", "read_mark", "preference")) {
      assertThat(answer("SELECT 'rows', count(*) FROM " + table)).isEqualTo("rows 0");
    }
  }

  @Test
  void whoAsksForNothingAnyMoreHasNoRow() throws SQLException {
    commitAll(List.of(join(ROOM, ALICE), prefer(new Preferences(LATER, Preferences.SHOWN))));
    assertThat(answer("SELECT * FROM preference"))
        .isEqualTo("1 alice " + LATER.toEpochMilli() + " -1");

    commitAll(List.of(prefer(Preferences.NONE)));

    assertThat(answer("SELECT 'rows', count(*) FROM preference")).isEqualTo("rows 0");
  }

  private static Decider<String> prefer(Preferences preferences) {
    return records -> Decision.personal("set", new OwnPreferences(ROOM, ALICE, preferences));
  }

  @Test
  void marksAreInTheLogAndPreferencesAreNot() {
    commitAll(List.of(join(ROOM, ALICE)));
    Place joined = store.changes().newest();

    commitAll(List.of(prefer(new Preferences(LATER, 0))));
    assertThat(store.changes().after(joined, 10).changes()).isEmpty();

    commitAll(
        List.of(
            records ->
                Decision.personal(
                    "unread", new ReadMark(ROOM, ALICE, 0), new DeliveredMark(ROOM, ALICE, 2))));
    assertThat(store.changes().after(joined, 10).changes())
        .flatExtracting(Change::events)
        .containsExactly(new MessagesRead(ALICE, 0), new MessagesDelivered(ALICE, 2));
  }

  @Test
  void reactionsThatAreTakenBackOrWhoseMessageIsDeletedLeaveNoRow() throws SQLException {
    talk(ROOM, 1, 2);
    Message one = all(ROOM).get(0);
    Message two = all(ROOM).get(1);
    commitAll(List.of(react(one, BOB, "+1"), react(one, ALICE, "-1"), react(two, BOB, "+1")));

    commitAll(List.of(delete(one), takeBack(two, BOB, "+1")));

    for (String table : List.of("reaction", "reaction_count")) {
      assertThat(answer("SELECT 'rows', count(*) FROM " + table)).isEqualTo("rows 0");
    }
  }

  @Test
  void plainMessageHasNoRowButItsOwn() throws SQLException {
    talk(ROOM, 1, 2);

    for (String table :
        List.of("message_detail", "mention", "changed_message", "edition", "reaction")) {
      assertThat(answer("SELECT 'rows', count(*) FROM " + table)).isEqualTo("rows 0");
    }
  }

  @Test
  void silentConversationsAreFoundByTheirOwnIndexAndNotByAScan() throws SQLException {
    assertThat(answer("EXPLAIN QUERY PLAN " + ConversationRows.SILENT))
        .contains("SEARCH conversation USING INDEX conversation_unused");
  }

  @Test
  void directConversationsAreLookedForAmongThoseOfTheAsker() throws SQLException {
    assertThat(answer("EXPLAIN QUERY PLAN " + ConversationRows.DIRECT))
        .contains("SEARCH one USING COVERING INDEX participant_by_user");
  }

  @Test
  void marksOfSomeUsersAndDataOfAGroupAreFoundByTheirKeys() throws SQLException {
    assertThat(answer("EXPLAIN QUERY PLAN " + PersonalRows.FIND_ALL))
        .contains("SEARCH read_mark USING PRIMARY KEY (conversation=? AND user=?)");
    assertThat(answer("EXPLAIN QUERY PLAN " + ConversationRows.FIND))
        .contains("SEARCH d USING INTEGER PRIMARY KEY (rowid=?)");
  }

  @Test
  void readersAreReadInTheOrderOfTheirIndex() throws SQLException {
    assertThat(answer("EXPLAIN QUERY PLAN " + PersonalRows.READERS))
        .contains("SEARCH r USING INDEX read_mark_furthest (conversation=?)")
        .doesNotContain("TEMP B-TREE");
  }

  @Test
  void deliveredMarksChangeNoIndex() throws SQLException {
    assertThat(answer("SELECT sql FROM sqlite_master WHERE name = 'read_mark_furthest'"))
        .endsWith("(conversation, read_up_to DESC, user)");
  }

  @Test
  void listsLookForHiddenConversationsByTheirKey() throws SQLException {
    assertThat(answer("EXPLAIN QUERY PLAN " + ListingRows.NEWEST))
        .contains("SEARCH mine USING COVERING INDEX participant_by_user (user=?)")
        .contains("SEARCH p USING PRIMARY KEY (conversation=? AND user=?)");
  }

  @Test
  void changedMessagesAreFoundByTheirOwnIndexes() throws SQLException {
    assertThat(answer("EXPLAIN QUERY PLAN " + ChangedRows.ROWS))
        .contains("USING INDEX changed_message_by_rev")
        .doesNotContain("TEMP B-TREE");
    assertThat(answer("EXPLAIN QUERY PLAN " + ChangedRows.COUNT))
        .contains("USING COVERING INDEX changed_message_by_rev (conversation=? AND rev>?)");
    assertThat(answer("EXPLAIN QUERY PLAN " + ChangedRows.COUNT_OF_FIRST))
        .contains("USING PRIMARY KEY (conversation=? AND seq<?)");
    assertThat(answer("EXPLAIN QUERY PLAN " + ChangedRows.DELETED))
        .contains("USING COVERING INDEX changed_message_deleted");
  }

  @Test
  void reactionsAreReadNoFurtherThanTheyAreNamed() throws SQLException {
    assertThat(answer("EXPLAIN QUERY PLAN " + ReactionRows.COUNTS))
        .contains("SEARCH c USING PRIMARY KEY (conversation=? AND seq=?)")
        .contains("SEARCH r USING COVERING INDEX reaction_by_rev (conversation=? AND seq=?")
        .contains("SEARCH f USING COVERING INDEX reaction_by_rev (conversation=? AND seq=?");
    assertThat(answer("EXPLAIN QUERY PLAN " + ReactionRows.OWN))
        .contains("USING PRIMARY KEY (conversation=? AND user=? AND seq>? AND seq<?)");
  }

  @Test
  void lookReadsWhatWasStoredInItsOrderAndNothingElse() throws SQLException {
    assertThat(answer("EXPLAIN QUERY PLAN " + ChangeRows.STORED))
        .contains("MERGE (UNION ALL)")
        .contains("SEARCH message USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)")
        .contains("SEARCH l USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)")
        .doesNotContain("ORDER BY");
    assertThat(answer("EXPLAIN QUERY PLAN " + ChangeRows.AFTER))
        .contains("MERGE (UNION ALL)")
        .contains("SEARCH m USING INTEGER PRIMARY KEY (rowid>?)")
        .contains("SEARCH change_log USING INTEGER PRIMARY KEY (rowid>?)")
        .doesNotContain("ORDER BY");
  }
}
