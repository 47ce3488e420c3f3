package io.messageservice.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The database as a kill left it, read from a copy, so that the service recovers its own. */
final class StoreFile {

  private static final String ALL =
      "SELECT c.id, m.seq, m.sender, m.client_id, m.content FROM message m"
          + " JOIN conversation c ON c.number = m.conversation ORDER BY c.id, m.row";

  private StoreFile() {}

  /** Every message, by room and in the order of rows. */
  static List<SpokenLine> read(Path data, Path copy) throws IOException, SQLException {
    for (String name : List.of("messages.db", "messages.db-wal")) {
      Files.deleteIfExists(copy.resolve(name));
      if (Files.exists(data.resolve(name))) {
        Files.copy(data.resolve(name), copy.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.deleteIfExists(copy.resolve("messages.db-shm"));
    List<SpokenLine> lines = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("messages.db"));
        Statement statement = connection.createStatement()) {
      requireWhole(statement);
      try (ResultSet rows = statement.executeQuery(ALL)) {
        while (rows.next()) {
          lines.add(line(rows));
        }
      }
    }
    return lines;
  }

  private static void requireWhole(Statement statement) throws SQLException {
    try (ResultSet answer = statement.executeQuery("PRAGMA quick_check")) {
      if (!answer.next() || !answer.getString(1).equals("ok")) {
        throw new SQLException("the file is damaged");
      }
    }
  }

  private static SpokenLine line(ResultSet rows) throws SQLException {
    String key = rows.getString(4);
    return new SpokenLine(
        rows.getString(1),
        rows.getLong(2),
        rows.getString(3),
        key == null ? "" : key,
        rows.getString(5));
  }
}
