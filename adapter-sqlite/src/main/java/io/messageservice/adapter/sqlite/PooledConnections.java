package io.messageservice.adapter.sqlite;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** Where connections come from. */
interface PooledConnections {

  /** A connection that works; closing it gives it back. */
  Connection take() throws SQLException;

  /** Closes a connection for good, since nobody knows what state it is in. */
  void drop(Connection connection) throws SQLException;

  static PooledConnections of(HikariDataSource pool) {
    return new PooledConnections() {
      @Override
      public Connection take() throws SQLException {
        return pool.getConnection();
      }

      @Override
      public void drop(Connection connection) throws SQLException {
        pool.evictConnection(connection);
        connection.close();
      }
    };
  }
}
