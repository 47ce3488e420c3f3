package io.messageservice.adapter.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The tables, brought up to date by migrations. Of nodes that start at once one does it. */
final class PostgresSchema {

  private static final String HISTORY = "schema_history";

  /** The newest migration that this version knows. */
  private static final int VERSION = 1;

  private PostgresSchema() {}

  /**
   * Brings the tables up to date.
   *
   * @throws UnusablePostgres where a newer version of the service made them, or they are broken
   */
  static void migrate(DataSource dataSource, String schema) {
    try {
      if (version(dataSource, schema) == VERSION) {
        return; // the tool takes a third of a second of CPU in a new process
      }
      Flyway flyway =
          Flyway.configure(PostgresSchema.class.getClassLoader())
              .dataSource(dataSource)
              .loggers("slf4j")
              .schemas(schema)
              .createSchemas(true)
              .table(HISTORY)
              .locations("classpath:io/messageservice/adapter/postgres")
              .load();
      flyway.migrate();
    } catch (SQLException | FlywayException e) {
      throw new UnusablePostgres(
          "names a database whose tables cannot be brought up to date: " + reason(e), e);
    }
  }

  /** 0 where there are no tables. */
  private static int version(DataSource dataSource, String schema) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      PostgresStatements statements = new PostgresStatements(connection);
      boolean isThere =
          statements.number(
                  "SELECT count(*) FROM pg_tables WHERE schemaname = ? AND tablename = ?",
                  schema,
                  HISTORY)
              > 0;
      long version =
          isThere
              ? statements.number(
                  "SELECT max(version::integer) FROM "
                      + schema
                      + "."
                      + HISTORY
                      + " WHERE success AND version IS NOT NULL")
              : 0;
      if (version > VERSION) {
        throw newer(Long.toString(version));
      }
      return (int) version;
    }
  }

  private static UnusablePostgres newer(String version) {
    return new UnusablePostgres(
        "names a store that was written by a newer version of this service (schema "
            + version
            + ", this version knows up to "
            + VERSION
            + ")");
  }

  private static String reason(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }
}
