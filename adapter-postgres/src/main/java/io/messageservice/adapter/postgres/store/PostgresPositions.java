package io.messageservice.adapter.postgres.store;

import io.messageservice.adapter.postgres.PostgresDatabase;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.port.out.change.ReaderPositions;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The table {@code reader_position}, with leases by the clock of the server. Any thread that may
 * block may call.
 */
final class PostgresPositions implements ReaderPositions {

  private static final String TAKE =
      "INSERT INTO reader_position AS p (reader, position, node, leased_until)"
          + " VALUES (?, '', ?, clock_timestamp() + interval '5 seconds')"
          + " ON CONFLICT (reader) DO UPDATE SET node = excluded.node,"
          + " leased_until = excluded.leased_until"
          + " WHERE p.node = excluded.node OR p.leased_until < clock_timestamp()"
          + " RETURNING position";

  private static final String NOTE =
      "UPDATE reader_position SET position = ? WHERE reader = ? AND node = ?";

  private static final String LEAVE =
      "UPDATE reader_position SET node = '', leased_until = clock_timestamp()"
          + " WHERE reader = ? AND node = ?";

  private final PostgresDatabase database;
  private final PostgresHealth health;
  private final String node;

  PostgresPositions(PostgresDatabase database, PostgresHealth health, String node) {
    this.database = database;
    this.health = health;
    this.node = node;
  }

  @Override
  public Optional<String> take(String reader) {
    return write(statements -> statements.first(TAKE, row -> row.getString(1), reader, node));
  }

  @Override
  public boolean note(String reader, String position) {
    return write(statements -> statements.update(NOTE, position, reader, node)) > 0;
  }

  @Override
  public void leave(String reader) {
    int unused = write(statements -> statements.update(LEAVE, reader, node));
  }

  private <T> T write(PostgresDatabase.Task<T> task) {
    health.requireWorking();
    try {
      return database.write(task);
    } catch (SQLException e) {
      throw new StoreUnavailable("the position of a reader cannot be read or noted", e);
    }
  }
}
