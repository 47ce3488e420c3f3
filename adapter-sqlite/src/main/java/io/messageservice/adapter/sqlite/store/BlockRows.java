package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.Statements;
import io.messageservice.domain.personal.BlockChange;
import io.messageservice.domain.user.UserId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The table {@code block}. */
final class BlockRows {

  private static final String BLOCK = "INSERT OR IGNORE INTO block (user, blocked) VALUES (?, ?)";

  private static final String UNBLOCK = "DELETE FROM block WHERE user = ? AND blocked = ?";

  static final String FIND = "SELECT 1 FROM block WHERE user = ? AND blocked = ?";

  static final String COUNT = "SELECT count(*) FROM block WHERE user = ?";

  /** No id of a user is empty. */
  static final String BLOCKED_BY =
      "SELECT blocked FROM block WHERE user = ? AND blocked > ? ORDER BY blocked LIMIT ?";

  static final String WITH =
      "SELECT blocked FROM block WHERE user = ?1 UNION ALL SELECT user FROM block WHERE blocked = ?1";

  private final Statements statements;

  BlockRows(Statements statements) {
    this.statements = statements;
  }

  /** Writes it; gives whether that changed anything. */
  boolean put(BlockChange change) throws SQLException {
    String sql = change.holds() ? BLOCK : UNBLOCK;
    return of(sql, change.user(), change.blocked().value()).executeUpdate() > 0;
  }

  boolean contains(UserId user, UserId other) throws SQLException {
    try (ResultSet row = of(FIND, user, other.value()).executeQuery()) {
      return row.next();
    }
  }

  int count(UserId user) throws SQLException {
    PreparedStatement count = statements.of(COUNT);
    count.setString(1, user.value());
    try (ResultSet row = count.executeQuery()) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  /** Whom the user blocks, by id. */
  List<UserId> blockedBy(UserId user, Optional<UserId> after, int limit) throws SQLException {
    PreparedStatement select = of(BLOCKED_BY, user, after.map(UserId::value).orElse(""));
    select.setInt(3, limit);
    return List.copyOf(users(select));
  }

  /** Whom the user blocks or who block the user. */
  Set<UserId> with(UserId user) throws SQLException {
    PreparedStatement select = statements.of(WITH);
    select.setString(1, user.value());
    return users(select);
  }

  private static Set<UserId> users(PreparedStatement select) throws SQLException {
    Set<UserId> users = new LinkedHashSet<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        users.add(new UserId(rows.getString(1)));
      }
    }
    return users;
  }

  private PreparedStatement of(String sql, UserId user, String other) throws SQLException {
    PreparedStatement statement = statements.of(sql);
    statement.setString(1, user.value());
    statement.setString(2, other);
    return statement;
  }
}
