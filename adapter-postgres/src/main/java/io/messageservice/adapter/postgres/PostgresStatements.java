package io.messageservice.adapter.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Statements of one connection. The driver keeps them prepared, by their text. Only the thread that
 * has the connection may call.
 */
public final class PostgresStatements {

  private final Connection connection;

  /** Of that connection. */
  public PostgresStatements(Connection connection) {
    this.connection = connection;
  }

  /** The connection. */
  public Connection connection() {
    return connection;
  }

  /**
   * What a query finds.
   *
   * @param args texts, numbers, booleans, bytes, or arrays of these
   */
  public <T> List<T> rows(String sql, Row<T> row, @Nullable Object... args) throws SQLException {
    try (PreparedStatement select = bound(sql, args);
        ResultSet found = select.executeQuery()) {
      List<T> all = new ArrayList<>();
      while (found.next()) {
        all.add(row.read(found));
      }
      return all;
    }
  }

  /** The first row that a query finds. */
  public <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... args)
      throws SQLException {
    List<T> all = rows(sql, row, args);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(0));
  }

  /** The one number that a query finds; 0 where it finds none. */
  public long number(String sql, @Nullable Object... args) throws SQLException {
    return first(sql, row -> row.getLong(1), args).orElse(0L);
  }

  /** Runs a statement; gives how many rows it wrote. */
  public int update(String sql, @Nullable Object... args) throws SQLException {
    try (PreparedStatement update = bound(sql, args)) {
      return update.executeUpdate();
    }
  }

  private PreparedStatement bound(String sql, @Nullable Object... args) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < args.length; i++) {
      bind(statement, i + 1, args[i]);
    }
    return statement;
  }

  private void bind(PreparedStatement statement, int at, @Nullable Object value)
      throws SQLException {
    String type = arrayType(value);
    if (type.isEmpty()) {
      statement.setObject(at, value);
    } else {
      statement.setArray(at, connection.unwrap(PGConnection.class).createArrayOf(type, value));
    }
  }

  /** Of what its elements are; empty where it is no array of these. */
  private static String arrayType(@Nullable Object value) {
    if (value instanceof long[]) {
      return "int8";
    } else if (value instanceof int[]) {
      return "int4";
    } else if (value instanceof boolean[]) {
      return "bool";
    } else if (value instanceof byte[][]) {
      return "bytea";
    }
    return value instanceof String[] ? "text" : "";
  }

  /** Reads one row. */
  public interface Row<T> {
    /** What the row holds. */
    T read(ResultSet row) throws SQLException;
  }
}
