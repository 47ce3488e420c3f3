package io.messageservice.adapter.jdbc;

import io.messageservice.domain.user.UserId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The table {@code read_mark}. */
final class MarkRows {

  private static final String FIND =
      "SELECT read_up_to FROM read_mark WHERE conversation = ? AND user = ?";

  private static final String PUT =
      "INSERT INTO read_mark (conversation, user, read_up_to) VALUES (?, ?, ?)"
          + " ON CONFLICT DO UPDATE SET read_up_to = excluded.read_up_to";

  private static final String REMOVE = "DELETE FROM read_mark WHERE conversation = ?";

  private final Statements statements;

  MarkRows(Statements statements) {
    this.statements = statements;
  }

  long find(long conversation, UserId user) throws SQLException {
    PreparedStatement find = statements.of(FIND);
    find.setLong(1, conversation);
    find.setString(2, user.value());
    try (ResultSet row = find.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  void put(long conversation, UserId user, long readUpTo) throws SQLException {
    PreparedStatement put = statements.of(PUT);
    put.setLong(1, conversation);
    put.setString(2, user.value());
    put.setLong(3, readUpTo);
    put.executeUpdate();
  }

  /** Takes away all marks of the conversation. */
  void remove(long conversation) throws SQLException {
    PreparedStatement remove = statements.of(REMOVE);
    remove.setLong(1, conversation);
    remove.executeUpdate();
  }
}
