package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.Statements;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.receipt.ReadMark;
import io.messageservice.domain.user.UserId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table {@code read_mark}. */
final class MarkRows {

  private static final String FIND =
      "SELECT read_up_to FROM read_mark WHERE conversation = ? AND user = ?";

  /** The most users that one statement looks up. */
  private static final int WIDEST = 64;

  /** By the key: looks at no marks of others. */
  static final String FIND_ALL =
      "SELECT user, read_up_to FROM read_mark WHERE conversation = ? AND +read_up_to > 0"
          + " AND user IN (?"
          + ", ?".repeat(WIDEST - 1)
          + ")";

  private static final String PUT =
      "INSERT INTO read_mark (conversation, user, read_up_to) VALUES (?, ?, ?)"
          + " ON CONFLICT DO UPDATE SET read_up_to = excluded.read_up_to";

  private static final String REMOVE = "DELETE FROM read_mark WHERE conversation = ?";

  /** In the order of the index {@code read_mark_furthest}, so that no more is read than given. */
  private static final String READERS =
      "SELECT r.user, r.read_up_to FROM read_mark r WHERE r.conversation = ?1 AND r.read_up_to > 0"
          + " AND EXISTS (SELECT 1 FROM participant p"
          + " WHERE p.conversation = ?1 AND p.user = r.user)"
          + " ORDER BY r.read_up_to DESC, r.user LIMIT ?2";

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

  /** How far each of them has read who has read anything. */
  Map<UserId, Long> find(long conversation, Collection<UserId> users) throws SQLException {
    Map<UserId, Long> read = new HashMap<>();
    List<UserId> all = List.copyOf(users);
    for (int from = 0; from < all.size(); from += WIDEST) {
      read(conversation, all.subList(from, Math.min(all.size(), from + WIDEST)), read);
    }
    return read;
  }

  private void read(long conversation, List<UserId> some, Map<UserId, Long> read)
      throws SQLException {
    PreparedStatement select = statements.of(FIND_ALL);
    select.setLong(1, conversation);
    for (int i = 0; i < WIDEST; i++) {
      select.setString(i + 2, i < some.size() ? some.get(i).value() : null);
    }
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        read.put(new UserId(rows.getString(1)), rows.getLong(2));
      }
    }
  }

  /** How far participants have read who have read anything, the furthest first. */
  List<ReadMark> readers(ConversationId id, long conversation, int max) throws SQLException {
    PreparedStatement select = statements.of(READERS);
    select.setLong(1, conversation);
    select.setInt(2, max);
    List<ReadMark> readers = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        readers.add(new ReadMark(id, new UserId(rows.getString(1)), rows.getLong(2)));
      }
    }
    return readers;
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
