package io.messageservice.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.adapter.sqlite.SqliteConfig.Sync;
import io.messageservice.adapter.sqlite.store.OpenedStore;
import io.messageservice.adapter.sqlite.store.SqliteStore;
import io.messageservice.domain.message.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies of a store that is open meanwhile. */
class StoreCopyTest extends OpenedStore {

  private static final int PAGE = 4_096;

  @TempDir Path folder;
  @TempDir Path copied;
  private Path copy;

  @BeforeEach
  void open() throws IOException {
    store = SqliteStore.open(SqliteConfig.in(folder, Sync.NORMAL));
    copy = Files.createFile(copied.resolve("messages.db"));
  }

  /** Several steps long. */
  private void fill() {
    for (int i = 1; i <= 300; i++) {
      commit(say(ROOM, ALICE, i + "x".repeat(60_000)));
    }
  }

  @Test
  void copyIsOfOneMomentHoweverMuchIsCommittedMeanwhile() {
    fill();
    List<Integer> percents = new ArrayList<>();

    StoreCopy made =
        StoreCopy.make(
            folder,
            copy,
            percent -> {
              percents.add(percent);
              commit(say(ROOM, BOB, "meanwhile"));
            });

    assertThat(made).isEqualTo(new StoreCopy(1, 300));
    assertThat(percents).hasSizeGreaterThan(2).isSorted().doesNotHaveDuplicates().endsWith(100);
    assertThat(history().conversation(ROOM).orElseThrow().head()).isEqualTo(300L + percents.size());
    try (SqliteStore opened = SqliteStore.open(SqliteConfig.in(copied, Sync.FULL))) {
      assertThat(opened.history().conversation(ROOM).orElseThrow().head()).isEqualTo(300);
    }
  }

  @Test
  void copyIsOneFile() throws IOException {
    talk(ROOM, 1, 3);

    StoreCopy.make(folder, copy, percent -> {});

    try (Stream<Path> files = Files.list(copied)) {
      assertThat(files).containsExactly(copy);
    }
  }

  @Test
  void readiedCopyHasAnotherEpochAndGivesNoIdAgain() {
    talk(ROOM, 1, 3);
    String epoch = history().epoch();
    StoreCopy.make(folder, copy, percent -> {});
    talk(ROOM, 4, 50);
    List<String> told = ids();

    assertThat(StoreCopy.ready(copy, new SecureRandom())).isEqualTo(new StoreCopy(1, 3));

    store.close();
    List<String> events = new ArrayList<>();
    store =
        SqliteStore.open(
            SqliteConfig.in(copied, Sync.FULL),
            Clock.systemUTC(),
            new SecureRandom(),
            told(events));
    assertThat(events).as("a clean start").isEmpty();
    assertThat(history().epoch()).as("ids of events grow").isGreaterThan(epoch);
    talk(ROOM, 4, 50);
    assertThat(ids()).startsWith(told.subList(0, 3).toArray(String[]::new));
    assertThat(ids().subList(3, 50)).doesNotContainAnyElementsOf(told);
  }

  @ParameterizedTest
  @EnumSource(Sync.class)
  void copyOfAnOpenStoreThatIsStartedAsItIsGivesNoIdAgain(Sync sync) throws SQLException {
    reopen(folder, sync);
    talk(ROOM, 1, 3);
    StoreCopy.make(folder, copy, percent -> {});

    assertThatAStartOfTheCopyGivesNoIdAgain(sync);
  }

  @Test
  void copyOfAClosedStoreThatIsStartedAsItIsGivesNoIdAgain() throws SQLException {
    talk(ROOM, 1, 3);
    store.close();
    StoreCopy.make(folder, copy, percent -> {});
    reopen(folder, Sync.FULL);

    assertThatAStartOfTheCopyGivesNoIdAgain(Sync.FULL);
  }

  private void assertThatAStartOfTheCopyGivesNoIdAgain(Sync sync) throws SQLException {
    String epoch = history().epoch();
    talk(ROOM, 4, 50);
    List<String> told = ids();

    reopen(copied, sync);

    String renewed = history().epoch();
    assertThat(renewed).isGreaterThan(epoch).hasSizeLessThanOrEqualTo(32);
    talk(ROOM, 4, 50);
    assertThat(ids()).startsWith(told.subList(0, 3).toArray(String[]::new));
    assertThat(ids().subList(3, 50)).doesNotContainAnyElementsOf(told);
    assertThat(lastRow()).as("past what a backup may be old").isGreaterThan(10_000_000_000L);
    reopen(copied, sync);
    assertThat(history().epoch()).as("after a stop in order").isEqualTo(renewed);
  }

  @Test
  void damagedCopyIsRefused() throws IOException {
    fill();
    StoreCopy.make(folder, copy, percent -> {});
    try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() / 2);
    }

    assertRefused("damaged");
  }

  /**
   * The second page, in which a table begins: in the last page of a long text nothing is missed.
   */
  @Test
  void copyWithASinglePageDamagedIsRefused() throws IOException {
    fill();
    StoreCopy.make(folder, copy, percent -> {});
    try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[PAGE]), PAGE);
    }

    assertRefused("is damaged: ");
  }

  @Test
  void copyByANewerVersionIsRefused() throws SQLException {
    talk(ROOM, 1, 3);
    StoreCopy.make(folder, copy, percent -> {});
    execute("PRAGMA user_version = 11");

    assertRefused("newer version");
  }

  @Test
  void anotherDatabaseIsRefused() throws SQLException {
    execute("CREATE TABLE cats (name TEXT)");

    assertRefused("no store of this service");
  }

  @Test
  void folderWithoutAStoreIsRefusedAndStaysEmpty() throws IOException {
    Path empty = Files.createDirectory(copied.resolve("empty"));

    assertThatThrownBy(() -> StoreCopy.make(empty, copy, percent -> {}))
        .isInstanceOf(UnusableStore.class)
        .hasMessage("holds no messages.db");
    assertThat(empty).isEmptyDirectory();
  }

  private void assertRefused(String why) {
    assertThatThrownBy(() -> StoreCopy.ready(copy, new SecureRandom()))
        .isInstanceOf(UnusableStore.class)
        .hasMessageContaining(why);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void reopen(Path where, Sync sync) {
    store.close();
    store = SqliteStore.open(SqliteConfig.in(where, sync));
  }

  private long lastRow() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT last_row FROM last_commit")) {
      return row.getLong(1);
    }
  }

  private List<String> ids() {
    return history().after(ROOM, 0, 1_000, Integer.MAX_VALUE).messages().stream()
        .map(Message::id)
        .map(id -> id.value())
        .toList();
  }

  private static SqliteEvents told(List<String> events) {
    return new SqliteEvents() {
      @Override
      public void uncleanStart(boolean newEpoch) {
        events.add("unclean");
      }
    };
  }
}
