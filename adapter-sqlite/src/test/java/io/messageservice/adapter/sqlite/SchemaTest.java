package io.messageservice.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** Tables that were made at once, and those that the tool for migrations made. */
class SchemaTest {

  private static final String TABLES =
      "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema"
          + " WHERE tbl_name <> 'schema_history' ORDER BY 1";

  @TempDir private Path folder;
  private SQLiteDataSource file;

  @BeforeEach
  void name() {
    file = new SQLiteDataSource();
    file.setUrl("jdbc:sqlite:" + folder.resolve("messages.db"));
  }

  @Test
  void emptyFileGetsWhatTheToolMakes() throws SQLException {
    SQLiteDataSource other = new SQLiteDataSource();
    other.setUrl("jdbc:sqlite:" + folder.resolve("other.db"));

    Schema.migrate(file);
    Schema.flyway(other, 0).migrate();

    assertThat(answers(file, TABLES)).isNotEmpty().isEqualTo(answers(other, TABLES));
    assertThat(answers(file, "PRAGMA user_version"))
        .isEqualTo(answers(other, "PRAGMA user_version"));
    assertThat(answers(file, "SELECT * FROM last_commit"))
        .isEqualTo(answers(other, "SELECT * FROM last_commit"));
  }

  @Test
  void tablesThatWereMadeAtOnceAreMigratedFromTheirVersion() throws SQLException {
    Schema.create(file, 9);
    run("INSERT INTO meta VALUES ('kept', 'before')");

    Schema.migrate(file);

    assertThat(answers(file, "PRAGMA user_version")).containsExactly("10");
    assertThat(answers(file, "SELECT value FROM meta WHERE name = 'kept'"))
        .containsExactly("before");
    assertThat(answers(file, "SELECT max(CAST(version AS INTEGER)) FROM schema_history"))
        .containsExactly("10");
    Schema.migrate(file);
  }

  @Test
  void tablesOfSomethingElseStayAsTheyAre() throws SQLException {
    run("CREATE TABLE recipe (name TEXT)");

    assertThatThrownBy(() -> Schema.migrate(file)).isInstanceOf(UnusableStore.class);

    assertThat(answers(file, "SELECT name FROM sqlite_schema")).containsExactly("recipe");
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = file.getConnection()) {
      connection.createStatement().executeUpdate(sql);
    }
  }

  private static List<String> answers(SQLiteDataSource file, String sql) throws SQLException {
    List<String> answers = new ArrayList<>();
    try (Connection connection = file.getConnection();
        ResultSet rows = connection.createStatement().executeQuery(sql)) {
      while (rows.next()) {
        answers.add(rows.getString(1));
      }
    }
    return answers;
  }
}
