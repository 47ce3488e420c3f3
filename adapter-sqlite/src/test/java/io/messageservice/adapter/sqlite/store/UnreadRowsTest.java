package io.messageservice.adapter.sqlite.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.sqlite.SqliteConfig;
import io.messageservice.adapter.sqlite.Statements;
import io.messageservice.adapter.sqlite.store.Positions.Extent;
import io.messageservice.adapter.sqlite.store.Snapshot.UnreadRows;
import io.messageservice.adapter.sqlite.store.SqliteStore.SharedState;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.store.ContentDigest;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.personal.Unread;
import io.messageservice.domain.personal.UnreadTotal;
import io.messageservice.domain.user.UserId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept between questions, asked for several moments of the same conversation. */
class UnreadRowsTest extends OpenedStore {

  @TempDir Path folder;
  private Connection connection;
  private Statements statements;
  private UnreadRows unread;

  @BeforeEach
  void open() throws SQLException {
    SqliteConfig config = SqliteConfig.in(folder, SqliteConfig.Sync.NORMAL);
    store = SqliteStore.open(config);
    connection = DriverManager.getConnection("jdbc:sqlite:" + config.file());
    statements = new Statements(connection);
    ChangedRows changed = new ChangedRows(statements, new ContentDigest(() -> new byte[16]));
    MessageRows messages = new MessageRows(statements, new RowIds(new byte[16]), changed);
    unread =
        new UnreadRows(new Positions(statements), messages, changed, SharedState.cachedSenders());
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void readThatBeganEarlierIsNotToldWhatCameLater() throws SQLException {
    say(BOB, 10);
    Extent early = extent(ROOM);
    say(BOB, 5);

    assertThat(unread.count(extent(ROOM), ALICE, 0)).isEqualTo(15);
    assertThat(unread.count(early, ALICE, 0)).isEqualTo(10);
    assertThat(unread.count(early, ALICE, 12)).isZero();
    assertThat(unread.count(extent(ROOM), ALICE, 0)).isEqualTo(15);
  }

  @Test
  void readThatBeganBeforeAllThatIsKeptCountsForItself() throws SQLException {
    talk(ROOM, 1, 500);
    Extent early = extent(ROOM);
    talk(ROOM, 501, 5_000);

    assertThat(unread.count(extent(ROOM), ALICE, 0)).isEqualTo(History.MAX_UNREAD);
    assertThat(unread.count(early, ALICE, 0)).isEqualTo(250);
  }

  @Test
  void readAfterALongPauseCountsAnew() throws SQLException {
    say(BOB, 10);
    assertThat(unread.count(extent(ROOM), ALICE, 0)).isEqualTo(10);
    say(ALICE, 9_000);

    assertThat(unread.count(extent(ROOM), ALICE, 0)).isEqualTo(10);
    assertThat(unread.count(extent(ROOM), BOB, 0)).isEqualTo(History.MAX_UNREAD);
  }

  @Test
  void anotherConversationOfTheSameNameIsCountedAnew() throws SQLException {
    say(BOB, 10);
    assertThat(unread.count(extent(ROOM), ALICE, 0)).isEqualTo(10);
    statements.run("UPDATE conversation SET id = 'forgotten'");
    store.close();
    store = SqliteStore.open(SqliteConfig.in(folder, SqliteConfig.Sync.NORMAL));
    talk(ROOM, 1, 4);

    assertThat(unread.count(extent(ROOM), ALICE, 0)).isEqualTo(2);
  }

  @Test
  void whatWasCountedOnceIsCountedAgainWithoutTheMessages() throws SQLException {
    talk(ROOM, 1, 3_000);
    Extent extent = extent(ROOM);
    assertThat(unread.count(extent, CAROL, 0)).isEqualTo(History.MAX_UNREAD);

    statements.run("DELETE FROM message");

    assertThat(unread.count(extent, new UserId("dora"), 0)).isEqualTo(History.MAX_UNREAD);
    assertThat(unread.count(extent, CAROL, 2_900)).isEqualTo(100);
  }

  @Test
  void anyNumberOfConversationsIsAskedForAtOnce() {
    List<ConversationId> ids = new ArrayList<>();
    List<Decider<String>> batch = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      ids.add(new ConversationId("c" + i));
      batch.add(join(ids.get(i), ALICE));
      batch.add(say(ids.get(i), BOB, "text"));
    }
    commitAll(batch);

    assertThat(history().unread(ALICE, ids)).hasSize(130).containsOnlyKeys(ids);
    assertThat(history().unread(ALICE, ids).values()).containsOnly(new Unread(1, 0));
    assertThat(history().unread(ALICE, List.of())).isEmpty();
    assertThat(history().unread(CAROL, ids)).isEmpty();
  }

  @Test
  void totalCountsConversationsAlsoWhereItCountsNoMoreMessages() {
    for (int i = 0; i < 11; i++) {
      talk(new ConversationId("full-" + i), 1, 2_000);
    }
    ConversationId own = new ConversationId("own");
    ConversationId answered = new ConversationId("answered");
    commitAll(List.of(join(answered, ALICE), say(answered, BOB, "1")));
    say(own, ALICE, 200);
    say(answered, ALICE, 200);
    commitAll(List.of(join(own, BOB), say(ROOM, BOB, "1"), join(ROOM, ALICE)));

    assertThat(history().unreadTotal(ALICE, NOON)).isEqualTo(new UnreadTotal(9_999, 13, 0));
    assertThat(history().unreadTotal(ALICE, NOON)).isEqualTo(new UnreadTotal(9_999, 13, 0));
    assertThat(history().unreadTotal(BOB, NOON)).isEqualTo(new UnreadTotal(9_999, 13, 0));
  }

  private Extent extent(ConversationId id) throws SQLException {
    return new ConversationRows(statements, SharedState.cachedParticipants(10))
        .extent(id)
        .orElseThrow();
  }

  private void say(UserId who, int times) {
    say(ROOM, who, times);
  }

  private void say(ConversationId where, UserId who, int times) {
    List<Decider<String>> batch = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      batch.add(say(where, who, "text"));
    }
    commitAll(batch);
  }
}
