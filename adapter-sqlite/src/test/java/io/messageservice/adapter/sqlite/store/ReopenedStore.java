package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.SqliteConfig;
import io.messageservice.adapter.sqlite.SqliteConfig.Sync;
import io.messageservice.adapter.sqlite.SqliteEvents;
import io.messageservice.domain.message.Message;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a store in a folder of their own, which they close and open again. */
abstract class ReopenedStore extends OpenedStore {

  @TempDir Path folder;

  @BeforeEach
  final void open() {
    open(folder, Sync.NORMAL);
  }

  final void open(Path where, Sync sync) {
    store = SqliteStore.open(SqliteConfig.in(where, sync));
  }

  /** A store that keeps changes for a week by that clock. */
  final void reopen(InstantSource clock) {
    store.close();
    store =
        SqliteStore.open(
            SqliteConfig.in(folder, Sync.FULL), clock, new SecureRandom(), SqliteEvents.NONE);
  }

  final void reopen(Sync sync) {
    store.close();
    open(folder, sync);
  }

  /** Past the store, on its file. */
  final void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("messages.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** All rows, their columns side by side. */
  final String answer(String sql) throws SQLException {
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

  final List<Message> all() {
    return history().after(ROOM, 0, 1_000, Integer.MAX_VALUE).messages();
  }
}
