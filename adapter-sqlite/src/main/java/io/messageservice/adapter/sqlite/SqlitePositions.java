package io.messageservice.adapter.sqlite;

import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.port.out.change.ReaderPositions;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The table {@code reader_position}. No other node has the file, so this one is every reader.
 *
 * <p>A connection of its own writes, which the lane never waits for longer than a row takes. What
 * is noted survives the death of the process. A loss of power may take the newest notes, and the
 * reader gets some changes again.
 */
public final class SqlitePositions implements ReaderPositions {

  private static final String FIND = "SELECT position FROM reader_position WHERE reader = ?";

  private static final String PUT =
      "INSERT OR REPLACE INTO reader_position (reader, position) VALUES (?, ?)";

  private final Connections notes;
  private final Runnable requireWorking;

  /**
   * @param notes the connection that writes
   * @param requireWorking throws where the store does not work
   */
  public SqlitePositions(Connections notes, Runnable requireWorking) {
    this.notes = notes;
    this.requireWorking = requireWorking;
  }

  @Override
  public Optional<String> take(String reader) {
    return ask(statements -> Optional.of(find(statements, reader)));
  }

  @Override
  public boolean note(String reader, String position) {
    return ask(statements -> put(statements, reader, position) > 0);
  }

  @Override
  public void leave(String reader) {
    // nobody else is there
  }

  private <T> T ask(Connections.Task<T> task) {
    requireWorking.run();
    try {
      return notes.ask(task);
    } catch (SQLException e) {
      throw new StoreUnavailable("the position of a reader cannot be read or noted", e);
    }
  }

  private static String find(Statements statements, String reader) throws SQLException {
    PreparedStatement find = statements.of(FIND);
    find.setString(1, reader);
    try (ResultSet row = find.executeQuery()) {
      return row.next() ? row.getString(1) : "";
    }
  }

  private static int put(Statements statements, String reader, String position)
      throws SQLException {
    PreparedStatement put = statements.of(PUT);
    put.setString(1, reader);
    put.setString(2, position);
    return put.executeUpdate();
  }
}
