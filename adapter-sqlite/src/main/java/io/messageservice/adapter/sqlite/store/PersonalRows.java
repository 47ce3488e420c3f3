package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.Statements;
import io.messageservice.application.port.out.History.Reader;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.domain.user.UserId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tables {@code read_mark} and {@code preference}. */
final class PersonalRows {

  private static final String READ =
      "SELECT read_up_to FROM read_mark WHERE conversation = ? AND user = ?";

  private static final String DELIVERED =
      "SELECT delivered_up_to FROM read_mark WHERE conversation = ? AND user = ?";

  private static final String PREFERENCES =
      "SELECT muted_until, hidden_at FROM preference WHERE conversation = ? AND user = ?";

  private static final String ALL_PREFERENCES =
      "SELECT user, muted_until, hidden_at FROM preference WHERE conversation = ?";

  /** The most users that one statement looks up. */
  private static final int WIDEST = 64;

  /** By the key: looks at no marks of others. */
  static final String FIND_ALL =
      "SELECT user, read_up_to, delivered_up_to FROM read_mark WHERE conversation = ?"
          + " AND read_up_to + delivered_up_to > 0 AND user IN (?"
          + ", ?".repeat(WIDEST - 1)
          + ")";

  private static final String PUT_READ =
      "INSERT INTO read_mark (conversation, user, read_up_to, row) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT DO UPDATE SET read_up_to = excluded.read_up_to, row = excluded.row";

  private static final String PUT_DELIVERED =
      "INSERT INTO read_mark (conversation, user, delivered_up_to, read_up_to) VALUES (?, ?, ?, 0)"
          + " ON CONFLICT DO UPDATE SET delivered_up_to = excluded.delivered_up_to";

  private static final String PUT_PREFERENCES =
      "INSERT OR REPLACE INTO preference (conversation, user, muted_until, hidden_at)"
          + " VALUES (?, ?, ?, ?)";

  private static final String REMOVE_PREFERENCES =
      "DELETE FROM preference WHERE conversation = ? AND user = ?";

  /** Where no preferences are left, no row of them is. */
  private static final String NOTE_PREFERENCES =
      "UPDATE participant SET row = ? WHERE conversation = ? AND user = ?";

  private static final List<String> REMOVE_ALL =
      List.of(
          "DELETE FROM read_mark WHERE conversation = ?",
          "DELETE FROM preference WHERE conversation = ?");

  /** In the order of the index {@code read_mark_furthest}, so that no more is read than given. */
  static final String READERS =
      "SELECT r.user, r.read_up_to, r.delivered_up_to FROM read_mark r WHERE r.conversation = ?1"
          + " AND r.read_up_to + r.delivered_up_to > 0"
          + " AND EXISTS (SELECT 1 FROM participant p"
          + " WHERE p.conversation = ?1 AND p.user = r.user)"
          + " ORDER BY r.read_up_to DESC, r.user LIMIT ?2";

  private final Statements statements;

  PersonalRows(Statements statements) {
    this.statements = statements;
  }

  long readUpTo(long conversation, UserId user) throws SQLException {
    return mark(READ, conversation, user);
  }

  /** Without what was read. */
  long deliveredUpTo(long conversation, UserId user) throws SQLException {
    return mark(DELIVERED, conversation, user);
  }

  private long mark(String find, long conversation, UserId user) throws SQLException {
    try (ResultSet row = of(find, conversation, user).executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  Preferences preferences(long conversation, UserId user) throws SQLException {
    try (ResultSet row = of(PREFERENCES, conversation, user).executeQuery()) {
      return row.next()
          ? new Preferences(Instant.ofEpochMilli(row.getLong(1)), row.getLong(2))
          : Preferences.NONE;
    }
  }

  /** How those of the users want it who asked for anything; few ever do. */
  Map<UserId, Preferences> preferences(long conversation, Collection<UserId> users)
      throws SQLException {
    PreparedStatement select = statements.of(ALL_PREFERENCES);
    select.setLong(1, conversation);
    Map<UserId, Preferences> preferences = new HashMap<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        preferences.put(
            new UserId(rows.getString(1)),
            new Preferences(Instant.ofEpochMilli(rows.getLong(2)), rows.getLong(3)));
      }
    }
    preferences.keySet().retainAll(users);
    return preferences;
  }

  /** How far each of them has come whom anything has reached. */
  Map<UserId, Reader> readers(long conversation, Collection<UserId> users) throws SQLException {
    Map<UserId, Reader> readers = new HashMap<>();
    List<UserId> all = List.copyOf(users);
    for (int from = 0; from < all.size(); from += WIDEST) {
      List<UserId> some = all.subList(from, Math.min(all.size(), from + WIDEST));
      among(some, conversation).forEach(reader -> readers.put(reader.user(), reader));
    }
    return readers;
  }

  private List<Reader> among(List<UserId> users, long conversation) throws SQLException {
    PreparedStatement select = statements.of(FIND_ALL);
    select.setLong(1, conversation);
    for (int i = 0; i < WIDEST; i++) {
      select.setString(i + 2, i < users.size() ? users.get(i).value() : null);
    }
    return readers(select);
  }

  /** Participants whom anything has reached, those who have read furthest first. */
  List<Reader> readers(long conversation, int max) throws SQLException {
    PreparedStatement select = statements.of(READERS);
    select.setLong(1, conversation);
    select.setInt(2, max);
    return readers(select);
  }

  private static List<Reader> readers(PreparedStatement select) throws SQLException {
    List<Reader> readers = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        UserId user = new UserId(rows.getString(1));
        readers.add(new Reader(user, rows.getLong(2), rows.getLong(3)));
      }
    }
    return readers;
  }

  /**
   * Writes the mark in place of what it was.
   *
   * @param row the number of that change
   */
  void put(long conversation, ReadMark mark, long row) throws SQLException {
    PreparedStatement put = of(PUT_READ, conversation, mark.user());
    put.setLong(3, mark.readUpTo());
    put.setLong(4, row);
    put.executeUpdate();
  }

  /** Writes the mark in place of what it was. */
  void put(long conversation, DeliveredMark mark) throws SQLException {
    PreparedStatement put = of(PUT_DELIVERED, conversation, mark.user());
    put.setLong(3, mark.deliveredUpTo());
    put.executeUpdate();
  }

  /**
   * Writes the preferences in place of what they were.
   *
   * @param row the number of that change
   */
  void put(long conversation, OwnPreferences own, long row) throws SQLException {
    Preferences preferences = own.preferences();
    boolean isNone = preferences.equals(Preferences.NONE);
    PreparedStatement put =
        of(isNone ? REMOVE_PREFERENCES : PUT_PREFERENCES, conversation, own.user());
    if (!isNone) {
      put.setLong(3, preferences.mutedUntil().toEpochMilli());
      put.setLong(4, preferences.hiddenAt());
    }
    put.executeUpdate();
    PreparedStatement note = statements.of(NOTE_PREFERENCES);
    note.setLong(1, row);
    note.setLong(2, conversation);
    note.setString(3, own.user().value());
    note.executeUpdate();
  }

  /** Removes all that is here of the conversation. */
  void remove(long conversation) throws SQLException {
    for (String delete : REMOVE_ALL) {
      PreparedStatement remove = statements.of(delete);
      remove.setLong(1, conversation);
      remove.executeUpdate();
    }
  }

  private PreparedStatement of(String sql, long conversation, UserId user) throws SQLException {
    PreparedStatement statement = statements.of(sql);
    statement.setLong(1, conversation);
    statement.setString(2, user.value());
    return statement;
  }
}
