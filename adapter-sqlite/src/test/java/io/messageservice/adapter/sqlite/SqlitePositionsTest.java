package io.messageservice.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.adapter.sqlite.SqliteConfig.Sync;
import io.messageservice.adapter.sqlite.store.SqliteStore;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.port.out.change.ReaderPositions;
import io.messageservice.application.port.out.change.ReaderPositionsContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlitePositionsTest extends ReaderPositionsContract {

  @TempDir Path folder;
  @TempDir Path copied;
  private SqliteStore store;

  @BeforeEach
  void open() {
    store = SqliteStore.open(SqliteConfig.in(folder, Sync.FULL));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  protected ReaderPositions positions() {
    return store.positions();
  }

  /** What a kill leaves is what the files are at that moment. */
  @Test
  void whatWasNotedSurvivesTheDeathOfTheProcess() throws IOException {
    positions().note("first", "e-1");
    for (String name : List.of("messages.db", "messages.db-wal")) {
      Files.copy(folder.resolve(name), copied.resolve(name));
    }
    store.close();

    store = SqliteStore.open(SqliteConfig.in(copied, Sync.FULL));

    assertThat(positions().take("first")).contains("e-1");
  }

  @Test
  void nothingIsNotedInFilesThatAreNotTheStores() throws IOException {
    Files.move(folder.resolve("messages.db"), copied.resolve("messages.db"));

    assertThatThrownBy(() -> positions().note("first", "e-1")).isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void storeThatCannotAnswerIsUnavailableAndAnswersLater() throws SQLException {
    positions().note("first", "e-1");
    execute("ALTER TABLE reader_position RENAME TO away");

    assertThatThrownBy(() -> positions().take("first")).isInstanceOf(StoreUnavailable.class);

    execute("ALTER TABLE away RENAME TO reader_position");
    assertThat(positions().take("first")).contains("e-1");
    assertThat(store.works()).as("messages are stored all the same").isTrue();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("messages.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
