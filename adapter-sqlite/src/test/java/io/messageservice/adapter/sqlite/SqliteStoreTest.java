package io.messageservice.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.adapter.sqlite.SqliteConfig.Sync;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a store in files can do: be closed, be killed, be opened again. */
class SqliteStoreTest extends OpenedStore {

  @TempDir Path folder;
  @TempDir Path copied;

  @BeforeEach
  void open() {
    open(folder, Sync.NORMAL);
  }

  @Test
  void everythingIsThereAfterAReopening() {
    talk(ROOM, 1, 100);
    Message named = commit(say(ROOM, ALICE, "named", new ClientMessageId("key")));
    commitAll(List.of(mark(ROOM, BOB, 42)));
    List<Message> before = all();
    String epoch = history().epoch();

    reopen(Sync.NORMAL);

    assertThat(all()).isEqualTo(before);
    assertThat(history().epoch()).isEqualTo(epoch);
    assertThat(readUpTo(ROOM, BOB)).isEqualTo(42);
    assertThat(found(named.id())).contains(named);
    assertThat(sent(ROOM, ALICE, new ClientMessageId("key"))).contains(named);
    assertThat(commit(say(ROOM, ALICE, "next")).seq()).isEqualTo(102);
  }

  @Test
  void changedMessagesAreThereAfterAReopening() {
    ClientMessageId key = new ClientMessageId("key");
    talk(ROOM, 1, 3);
    Message named = commit(say(ROOM, ALICE, "named", key));
    commitAll(List.of(edit(named, "Named"), edit(all().get(0), "TEXT 1"), delete(all().get(1))));
    List<Message> before = all();

    reopen(Sync.NORMAL);

    assertThat(all()).isEqualTo(before);
    assertThat(recorded(ROOM).orElseThrow().position()).isEqualTo(new Position(4, 7));
    assertThat(history().missed(ROOM, Position.ofMessages(4), 10, 10_000).changed())
        .containsExactly(before.get(3), before.get(0), before.get(1));
    assertThat(firstSent(ROOM, ALICE, key).orElseThrow().isFirstContent().orElseThrow())
        .accepts(contentText(MessageContent.of("named")))
        .rejects(contentText(MessageContent.of("Named")));
    assertThat(commit(say(ROOM, ALICE, "next")).rev()).isEqualTo(8);
  }

  @Test
  void blocksAreCompletedAlsoByAProcessThatDidNotBeginThem() {
    talk(ROOM, 1, 40);
    talk(OTHER, 1, 10);
    reopen(Sync.NORMAL);
    talk(ROOM, 41, 60);
    talk(OTHER, 11, 64);
    reopen(Sync.NORMAL);
    talk(ROOM, 61, 130);

    reopen(Sync.NORMAL);

    assertThat(texts()).hasSize(130).startsWith("text 1", "text 2").endsWith("text 130");
    assertThat(seqs(history().before(OTHER, 65, 200, Integer.MAX_VALUE).messages())).hasSize(64);
    assertThat(sentByOthers(ROOM, ALICE, 0, 130, 1).count()).isEqualTo(65);
  }

  @Test
  void killedStoreHasEverythingThatWasAcknowledged() throws IOException {
    talk(ROOM, 1, 100);
    List<Message> before = all();

    killAndOpenCopy(Sync.FULL);

    assertThat(all()).isEqualTo(before);
    assertThat(commit(say(ROOM, ALICE, "next")).seq()).isEqualTo(101);
  }

  @Test
  void tornLastPagesOfAKillLoseNothingThatWasAcknowledged() throws IOException {
    reopen(Sync.FULL);
    talk(ROOM, 1, 100);
    List<Message> before = all();
    copyTo(copied);
    store.close();
    // A commit that was begun, and a page of the file that was being moved from the log.
    append(copied.resolve("messages.db-wal"), 5_000);
    append(copied.resolve("messages.db"), 2_000);

    open(copied, Sync.FULL);

    assertThat(all()).isEqualTo(before);
    assertThat(commit(say(ROOM, ALICE, "next")).seq()).isEqualTo(101);
  }

  @Test
  void commitThatWasCutOffIsGoneAsAWhole() throws IOException {
    reopen(Sync.FULL);
    talk(ROOM, 1, 100);
    List<Message> before = all();
    long acknowledged = Files.size(folder.resolve("messages.db-wal"));
    talk(ROOM, 101, 200);
    copyTo(copied);
    store.close();
    cut(copied.resolve("messages.db-wal"), acknowledged + 6_000);

    open(copied, Sync.FULL);

    assertThat(all()).isEqualTo(before);
    assertThat(commit(say(ROOM, ALICE, "next")).seq()).isEqualTo(101);
  }

  @Test
  void fileThatWasCutOffIsRefusedInOneLine() throws IOException {
    talk(ROOM, 1, 1_000);
    store.close();
    Path file = folder.resolve("messages.db");
    Files.copy(file, copied.resolve("messages.db"));
    cut(copied.resolve("messages.db"), Files.size(file) / 2);

    assertThatThrownBy(() -> SqliteStore.open(SqliteConfig.in(copied, Sync.FULL)))
        .isInstanceOf(UnusableStore.class)
        .message()
        .hasLineCount(1);
  }

  private static void append(Path file, int bytes) throws IOException {
    byte[] torn = new byte[bytes];
    new Random(bytes).nextBytes(torn);
    Files.write(file, torn, StandardOpenOption.APPEND);
  }

  private static void cut(Path file, long bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(bytes);
    }
  }

  @Test
  void epochChangesWhereAnUnsyncedStoreWasKilled() throws IOException {
    String epoch = history().epoch();

    killAndOpenCopy(Sync.FULL);

    assertThat(history().epoch()).isNotEqualTo(epoch);
  }

  @Test
  void epochStaysWhereASyncedStoreWasKilled() throws IOException {
    reopen(Sync.FULL);
    String epoch = history().epoch();

    killAndOpenCopy(Sync.NORMAL);

    assertThat(history().epoch()).isEqualTo(epoch);
  }

  @Test
  void idsThatMayBeGoneAreNotGivenAgain() throws IOException {
    talk(ROOM, 1, 1);
    Path early = Files.createDirectory(copied.resolve("early"));
    copyTo(early);
    MessageId lost = commit(say(ROOM, ALICE, "lost")).id();
    store.close();

    open(early, Sync.NORMAL);

    assertThat(commit(say(ROOM, ALICE, "another")).id()).isNotEqualTo(lost);
    assertThat(found(lost)).isEmpty();
  }

  @Test
  void uncleanStartIsTold() throws IOException {
    List<String> told = new ArrayList<>();
    SqliteEvents events =
        new SqliteEvents() {
          @Override
          public void uncleanStart(boolean newEpoch) {
            told.add("unclean, new epoch: " + newEpoch);
          }
        };
    copyTo(copied);

    SqliteConfig config = SqliteConfig.in(copied, Sync.FULL);
    SqliteStore.open(config, Clock.systemUTC(), new SecureRandom(), events).close();
    SqliteStore.open(config, Clock.systemUTC(), new SecureRandom(), events).close();

    assertThat(told).containsExactly("unclean, new epoch: true");
  }

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

    assertThat(answer("PRAGMA user_version")).isEqualTo("5");
    assertThat(history().contactsOf(BOB)).containsExactly(ALICE);
    assertThat(history().contactsOf(CAROL)).isEmpty();
  }

  @Test
  void forgottenConversationLeavesNoRow() throws SQLException {
    commitAll(List.of(join(ROOM, ALICE), join(ROOM, BOB), mark(ROOM, BOB, 3)));

    commitAll(List.of(forget(ROOM)));

    for (String table : List.of("conversation", "participant", "read_mark")) {
      assertThat(answer("SELECT 'rows', count(*) FROM " + table)).isEqualTo("rows 0");
    }
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

    for (String table : List.of("message_detail", "changed_message", "edition", "reaction")) {
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
  }

  @Test
  void filesAreTheOwnersAlone() throws IOException {
    talk(ROOM, 1, 1);

    try (var files = Files.list(folder)) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void oldChangesAreRemovedAndAReaderThatMissesThemFindsTheirNumber() {
    talk(ROOM, 1, 2);
    ChangeLog changes = store.changes();
    ChangeLog.Mark early = changes.end();
    int marks = ChangeRows.KEPT + ChangeRows.LOGGED_TO_TRIM;
    commitAll(IntStream.range(0, marks).mapToObj(i -> mark(ROOM, ALICE, i % 2)).toList());
    commitAll(List.of(say(ROOM, BOB, "three")));

    ChangeLog.Changes fromEarly = changes.after(early, 1);
    ChangeLog.Changes fromStart = changes.after(changes.start(), marks);

    assertThat(fromStart.gaps()).isEmpty();
    assertThat(fromStart.changes()).hasSizeBetween(ChangeRows.KEPT, marks);
    assertThat(fromEarly.gaps()).hasSize(1);
    assertThat(fromEarly.gaps().get(0).count() + fromStart.changes().size()).isEqualTo(marks + 1);
    assertThat(fromEarly.changes()).containsExactly(fromStart.changes().get(0));
  }

  @Test
  void oldChangesAreRemovedByANodeThatRestartsOften() {
    int marks = ChangeRows.KEPT + ChangeRows.LOGGED_TO_TRIM - 1;
    commitAll(List.of(say(ROOM, BOB, "one")));
    commitAll(IntStream.range(0, marks).mapToObj(i -> mark(ROOM, ALICE, i % 2)).toList());
    store.close();
    open(folder, Sync.NORMAL);

    commitAll(List.of(mark(ROOM, BOB, 1)));

    ChangeLog changes = store.changes();
    assertThat(changes.after(changes.start(), 2 * marks).changes()).hasSize(ChangeRows.KEPT);
  }

  @Test
  void newerSchemaIsRefusedInOneLine() throws SQLException {
    store.close();
    execute("PRAGMA user_version = 7");

    assertThatThrownBy(() -> open(folder, Sync.NORMAL))
        .isInstanceOf(UnusableStore.class)
        .hasMessage(
            "the store was written by a newer version of this service"
                + " (schema 7, this version knows up to 5)");

    execute("PRAGMA user_version = 5");
  }

  @Test
  void fileThatIsNoDatabaseIsRefused() throws IOException {
    Files.writeString(copied.resolve("messages.db"), "no database ".repeat(1_000));

    assertThatThrownBy(() -> SqliteStore.open(SqliteConfig.in(copied, Sync.FULL)))
        .isInstanceOf(UnusableStore.class)
        .hasMessageContaining("cannot be opened");
  }

  @Test
  void missingFolderIsRefused() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> SqliteStore.open(SqliteConfig.in(missing, Sync.FULL)))
        .isInstanceOf(UnusableStore.class)
        .hasMessageContaining("cannot be made");
  }

  private void open(Path where, Sync sync) {
    store = SqliteStore.open(SqliteConfig.in(where, sync));
  }

  private void reopen(Sync sync) {
    store.close();
    open(folder, sync);
  }

  /** What a kill leaves is what the files are at that moment. */
  private void killAndOpenCopy(Sync sync) throws IOException {
    copyTo(copied);
    store.close();
    open(copied, sync);
  }

  private void copyTo(Path where) throws IOException {
    for (String name : List.of("messages.db", "messages.db-wal")) {
      Files.copy(folder.resolve(name), where.resolve(name));
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("messages.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** All rows, their columns side by side. */
  private String answer(String sql) throws SQLException {
    StringBuilder all = new StringBuilder();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("messages.db"));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          all.append(rows.getString(i)).append(' ');
        }
      }
    }
    return all.toString().strip();
  }

  private List<Message> all() {
    return history().after(ROOM, 0, 1_000, Integer.MAX_VALUE).messages();
  }

  private List<String> texts() {
    return all().stream().map(message -> message.content().text()).toList();
  }
}
