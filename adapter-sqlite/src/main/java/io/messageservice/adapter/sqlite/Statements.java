package io.messageservice.adapter.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * A connection with its statements, each prepared once; they end with the connection. Only the
 * owner of the connection may call.
 */
public final class Statements {

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  public Statements(Connection connection) {
    this.connection = connection;
  }

  /** The connection itself; not to be closed by the caller. */
  public Connection connection() {
    return connection;
  }

  /** The statement; not to be closed by the caller. */
  public PreparedStatement of(String sql) throws SQLException {
    PreparedStatement found = prepared.get(sql);
    if (found == null) {
      found = connection.prepareStatement(sql);
      prepared.put(sql, found);
    }
    return found;
  }

  /** Runs what has no parameters and no rows. */
  public void run(String sql) throws SQLException {
    of(sql).executeUpdate();
  }

  /** The first column of the only row, 0 where there is none. */
  public long number(String sql) throws SQLException {
    try (ResultSet rows = of(sql).executeQuery()) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }
}
