package io.messageservice.adapter.sqlite;

import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
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
 * leaves its number in the file's {@code user_version}, so that a start that finds nothing to do
 * does not wait for the tool (a third of a second of CPU in a new process).
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
      if (version > MIGRATIONS.size()) {
        throw newer(version);
      }
      if (version < MIGRATIONS.size()) {
        flyway(dataSource).migrate();
      }
    } catch (SQLException | FlywayException e) {
      throw new UnusableStore("the tables of the store cannot be brought up to date", e);
    }
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

  private static Flyway flyway(DataSource dataSource) {
    return Flyway.configure(Schema.class.getClassLoader())
        .dataSource(dataSource)
        .loggers("slf4j")
        .table("schema_history")
        .resourceProvider(new Listed())
        .javaMigrationClassProvider(List::of)
        .load();
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
      return new InputStreamReader(
          Objects.requireNonNull(Schema.class.getResourceAsStream(name), name),
          StandardCharsets.UTF_8);
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
