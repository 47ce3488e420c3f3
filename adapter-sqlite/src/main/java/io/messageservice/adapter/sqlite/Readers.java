package io.messageservice.adapter.sqlite;

import io.messageservice.adapter.sqlite.Pools.PooledConnections;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sqlite.SQLiteConnection;

/**
 * The connections that read, each with the statements that it has prepared: a read of one page
 * takes five, and preparing them costs more than running them. Any thread that may block may call.
 */
final class Readers {

  private final PooledConnections connections;

  /** By the driver's own connection, since the pool closes what was prepared through its own. */
  private final Map<Connection, Statements> prepared = new ConcurrentHashMap<>();

  Readers(PooledConnections connections) {
    this.connections = connections;
  }

  /** Asks in one short transaction, of which nothing stays open. */
  <T> T ask(Question<T> question) throws SQLException {
    Connection connection = connections.take();
    Connection own = connection.unwrap(SQLiteConnection.class);
    boolean good = false;
    try {
      T answer = ask(question, statementsOf(own));
      good = true;
      return answer;
    } finally {
      if (good) {
        connection.close();
      } else {
        prepared.remove(own);
        connections.drop(connection);
      }
    }
  }

  private static <T> T ask(Question<T> question, Statements statements) throws SQLException {
    statements.run("BEGIN");
    T answer = question.answer(statements);
    statements.run("COMMIT");
    return answer;
  }

  private Statements statementsOf(Connection own) throws SQLException {
    Statements known = prepared.get(own);
    if (known != null) {
      return known;
    }
    forgetClosed();
    Statements fresh = new Statements(own);
    prepared.put(own, fresh);
    return fresh;
  }

  private void forgetClosed() throws SQLException {
    for (Iterator<Connection> all = prepared.keySet().iterator(); all.hasNext(); ) {
      if (all.next().isClosed()) {
        all.remove();
      }
    }
  }

  /** What is asked of the tables. */
  interface Question<T> {
    T answer(Statements statements) throws SQLException;
  }
}
