package io.messageservice.adapter.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Finds out whether a store that failed works again, by writing something that nobody needs and
 * taking it away. As much as a busy batch writes: a disk with room for one page has not recovered.
 *
 * <p>One thread at a time may call, any may; it may block. While the store fails, the ledger has
 * given its connection back.
 */
final class SqliteTrial {

  private static final int BYTES = 256 << 10;

  private static final String PUT =
      "INSERT INTO meta (name, value) VALUES ('trial', zeroblob(?))"
          + " ON CONFLICT DO UPDATE SET value = excluded.value";
  private static final String REMOVE = "DELETE FROM meta WHERE name = 'trial'";

  private final PooledConnections connections;
  private final SqliteHealth health;

  SqliteTrial(PooledConnections connections, SqliteHealth health) {
    this.connections = connections;
    this.health = health;
  }

  /** Tries where there was a failure; does nothing where the store works. */
  void run() {
    if (!health.mayRecover()) {
      return;
    }
    try {
      write();
    } catch (SQLException e) {
      health.failed(e);
      return;
    }
    health.recovered();
  }

  private void write() throws SQLException {
    Connection connection = connections.take();
    boolean good = false;
    try (PreparedStatement put = connection.prepareStatement(PUT);
        PreparedStatement remove = connection.prepareStatement(REMOVE)) {
      put.setInt(1, BYTES);
      put.executeUpdate();
      remove.executeUpdate();
      good = true;
    } finally {
      if (good) {
        connection.close();
      } else {
        connections.drop(connection);
      }
    }
  }
}
