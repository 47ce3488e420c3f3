package io.messageservice.adapter.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * The tables, brought up to date by migrations that are named here: nothing is scanned for. Each
 * leaves its number in the file's {@code user_version}. The tool that runs them takes up to half a
 * second of CPU in a new process, so that it is asked only where tables of an earlier version are:
 * an empty file gets them all in one transaction.
 */
final class Schema {

  private static final List<String> MIGRATIONS =
      List.of(
          "V1__conversations_and_messages.sql",
          "V2__change_log.sql",
          "V3__created_conversations.sql",
          "V4__changed_messages.sql",
          "V5__details_and_reactions.sql",
          "V6__groups.sql",
          "V7__personal.sql",
          "V8__lists.sql",
          "V9__events.sql",
          "V10__traces.sql");

  private Schema() {}

  /**
   * Brings the tables up to date.
   *
   * @throws UnusableStore where a newer version of the service made them, or they are broken
   */
  static void migrate(DataSource dataSource) {
    try {
      long version = version(dataSource);
      if (version == 0) {
        create(dataSource, MIGRATIONS.size());
        version = version(dataSource);
      }
      if (version > MIGRATIONS.size()) {
        throw newer(version);
      }
      if (version < MIGRATIONS.size()) {
        flyway(dataSource, version).migrate();
      }
    } catch (SQLException | FlywayException e) {
      throw new UnusableStore("the tables of the store cannot be brought up to date", e);
    }
  }

  /** Makes the tables of a version where the file has none of any version. */
  static void create(DataSource dataSource, int version) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      if (isEmpty(connection)) {
        create(connection, MIGRATIONS.subList(0, version));
      }
    }
  }

  private static void create(Connection connection, List<String> migrations) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      if (isEmpty(connection)) { // still so, now that no other process writes
        for (String name : migrations) {
          statement.executeUpdate(text(name));
        }
      }
      statement.execute("COMMIT");
    }
  }

  private static boolean isEmpty(Connection connection) throws SQLException {
    return new Statements(connection).number("SELECT count(*) FROM sqlite_schema") == 0;
  }

  /**
   * Goes on only where these are tables of this service, of a version that it knows.
   *
   * @throws UnusableStore where they are not
   */
  static void requireKnown(Connection connection) throws SQLException {
    long version = version(connection);
    if (version > MIGRATIONS.size()) {
      throw newer(version);
    }
    if (version < 1) {
      throw new UnusableStore("is no store of this service");
    }
  }

  private static long version(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return version(connection);
    }
  }

  /** The newest migration that was done; each notes its own number. */
  private static long version(Connection connection) throws SQLException {
    return new Statements(connection).number("PRAGMA user_version");
  }

  private static UnusableStore newer(long version) {
    return new UnusableStore(
        "the store was written by a newer version of this service (schema "
            + version
            + ", this version knows up to "
            + MIGRATIONS.size()
            + ")");
  }

  /**
   * @param version of the tables that are there, which it has no history of where it did not make
   *     them
   */
  static Flyway flyway(DataSource dataSource, long version) {
    return Flyway.configure(Schema.class.getClassLoader())
        .dataSource(dataSource)
        .baselineOnMigrate(version > 0)
        .baselineVersion(Long.toString(version))
        .loggers("slf4j")
        .table("schema_history")
        .resourceProvider(new Listed())
        .javaMigrationClassProvider(List::of)
        .load();
  }

  private static String text(String migration) {
    try (InputStream file = Schema.class.getResourceAsStream(migration)) {
      return new String(Objects.requireNonNull(file, migration).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The migrations of the list. */
  private static final class Listed implements ResourceProvider {

    @Override
    public @Nullable LoadableResource getResource(String name) {
      return MIGRATIONS.contains(name) ? new Migration(name) : null;
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
      return MIGRATIONS.stream()
          .filter(name -> name.startsWith(prefix) && List.of(suffixes).contains(".sql"))
          .<LoadableResource>map(Migration::new)
          .toList();
    }
  }

  /** A file beside this class. */
  private static final class Migration extends LoadableResource {

    private final String name;

    Migration(String name) {
      this.name = name;
    }

    @Override
    public Reader read() {
      return new StringReader(text(name));
    }

    @Override
    public String getAbsolutePath() {
      return name;
    }

    @Override
    public String getAbsolutePathOnDisk() {
      return name;
    }

    @Override
    public String getFilename() {
      return name;
    }

    @Override
    public String getRelativePath() {
      return name;
    }
  }
}
