package io.messageservice.adapter.sqlite.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.adapter.sqlite.SqliteConfig;
import io.messageservice.adapter.sqlite.SqliteConfig.Sync;
import io.messageservice.adapter.sqlite.SqliteEvents;
import io.messageservice.adapter.sqlite.UnusableStore;
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
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a store in files can do: be closed, be killed, be opened again. */
class SqliteStoreTest extends ReopenedStore {

  @TempDir Path copied;

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
  void newerSchemaIsRefusedInOneLine() throws SQLException {
    store.close();
    execute("PRAGMA user_version = 11");

    assertThatThrownBy(() -> open(folder, Sync.NORMAL))
        .isInstanceOf(UnusableStore.class)
        .hasMessage(
            "the store was written by a newer version of this service"
                + " (schema 11, this version knows up to 10)");

    execute("PRAGMA user_version = 10");
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

  private List<String> texts() {
    return all().stream().map(message -> message.content().text()).toList();
  }
}
