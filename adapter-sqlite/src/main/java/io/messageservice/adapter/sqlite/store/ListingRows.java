package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.Statements;
import io.messageservice.adapter.sqlite.store.Positions.Extent;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.Cursor;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.user.UserId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Which conversations stand in the lists of users, and the table {@code removal}. */
final class ListingRows {

  /** Hidden ones are looked for by the key, and only where they are left out. */
  static final String NEWEST =
      "SELECT c.last_at, c.id FROM participant mine"
          + " JOIN conversation c ON c.number = mine.conversation"
          + " WHERE mine.user = ?1 AND (c.last_at < ?2 OR (c.last_at = ?2 AND c.id > ?3))"
          + " AND (?5 OR NOT EXISTS (SELECT 1 FROM preference p WHERE p.conversation = c.number"
          + " AND p.user = ?1 AND p.hidden_at = c.head))"
          + " ORDER BY c.last_at DESC, c.id LIMIT ?4";

  /** The conversations of the user and their removals, and nothing of others. */
  static final String SINCE =
      "SELECT c.last_at AS at, c.id AS id FROM participant mine"
          + " JOIN conversation c ON c.number = mine.conversation"
          + " WHERE mine.user = ?1 AND (c.last_at < ?2 OR (c.last_at = ?2 AND c.id > ?3))"
          + " AND (c.last_row > ?5 OR c.changed_row > ?5 OR mine.row > ?5"
          + " OR EXISTS (SELECT 1 FROM read_mark r WHERE r.conversation = c.number"
          + " AND r.user = ?1 AND r.row > ?5))"
          + " UNION ALL"
          + " SELECT at, conversation FROM removal"
          + " WHERE user = ?1 AND row > ?5 AND (at < ?2 OR (at = ?2 AND conversation > ?3))"
          + " ORDER BY at DESC, id LIMIT ?4";

  private static final String IDS =
      "SELECT c.id FROM participant mine JOIN conversation c ON c.number = mine.conversation"
          + " WHERE mine.user = ?";

  /** The most conversations that one statement looks up. */
  private static final int WIDEST = 64;

  /** Mentions are found by the key: none of others are looked at. */
  private static final String READING =
      "SELECT c.id, c.number, c.head, c.last_row, c.changes - c.group_changes,"
          + " coalesce(r.read_up_to, 0), coalesce(p.muted_until, 0), coalesce(p.hidden_at, -1),"
          + " (SELECT count(*) FROM (SELECT 1 FROM mention m WHERE m.conversation = c.number"
          + " AND m.user IN (?1, '') AND m.seq > coalesce(r.read_up_to, 0) AND m.sender <> ?1"
          + " LIMIT "
          + History.MAX_UNREAD
          + ")) FROM ";

  private static final String OWN =
      " LEFT JOIN read_mark r ON r.conversation = c.number AND r.user = ?1"
          + " LEFT JOIN preference p ON p.conversation = c.number AND p.user = ?1";

  /** What the user has not hidden and not read to its end. */
  static final String NOT_ALL_READ =
      READING
          + "participant mine JOIN conversation c ON c.number = mine.conversation"
          + OWN
          + " WHERE mine.user = ?1 AND c.head > coalesce(r.read_up_to, 0)"
          + " AND c.head <> coalesce(p.hidden_at, -1)";

  /** A cross join keeps its order: no other conversations of the user are read. */
  static final String NAMED =
      READING
          + "conversation c CROSS JOIN participant mine"
          + " ON mine.conversation = c.number AND mine.user = ?1"
          + OWN
          + " WHERE c.id IN (?"
          + ", ?".repeat(WIDEST - 1)
          + ")";

  private static final String IS_KEPT =
      "SELECT ? BETWEEN c.row AND l.last_row FROM removal_cut c JOIN last_commit l USING (lane)"
          + " WHERE lane = 0";

  private static final String REMOVE =
      "INSERT OR REPLACE INTO removal (user, conversation, row, at) VALUES (?, ?, ?, ?)";

  private static final String REMOVE_ALL =
      "INSERT OR REPLACE INTO removal (user, conversation, row, at)"
          + " SELECT user, ?, ?, ? FROM participant WHERE conversation = ?";

  private static final String KEEP = "DELETE FROM removal WHERE user = ? AND conversation = ?";

  static final String OLDEST =
      "SELECT user, conversation FROM removal WHERE at < ? ORDER BY at LIMIT ?";

  private static final String TRIM =
      "DELETE FROM removal WHERE (user, conversation) IN (" + OLDEST + ") RETURNING row";

  private static final String NOTE_CUT = "UPDATE removal_cut SET row = max(row, ?) WHERE lane = 0";

  private final Statements statements;

  ListingRows(Statements statements) {
    this.statements = statements;
  }

  /** Those that the user takes part in, those with the newest activity first. */
  List<Cursor> newest(UserId user, Optional<Cursor> after, int limit, boolean withHidden)
      throws SQLException {
    PreparedStatement newest = page(NEWEST, user, after, limit);
    newest.setBoolean(5, withHidden);
    return places(newest);
  }

  /** Those of which the user sees something that was stored after that row, in the same order. */
  List<Cursor> since(UserId user, Optional<Cursor> after, int limit, long row) throws SQLException {
    PreparedStatement since = page(SINCE, user, after, limit);
    since.setLong(5, row);
    return places(since);
  }

  private PreparedStatement page(String sql, UserId user, Optional<Cursor> after, int limit)
      throws SQLException {
    PreparedStatement page = statements.of(sql);
    page.setString(1, user.value());
    page.setLong(2, after.map(Cursor::lastAtMillis).orElse(Long.MAX_VALUE));
    page.setString(3, after.map(cursor -> cursor.conversation().value()).orElse(""));
    page.setInt(4, limit);
    return page;
  }

  private static List<Cursor> places(PreparedStatement select) throws SQLException {
    List<Cursor> places = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        places.add(new Cursor(rows.getLong(1), new ConversationId(rows.getString(2))));
      }
    }
    return places;
  }

  /** Whether that row was given out, and all removals after it are kept. */
  boolean isKept(long row) throws SQLException {
    PreparedStatement ask = statements.of(IS_KEPT);
    ask.setLong(1, row);
    try (ResultSet answer = ask.executeQuery()) {
      return answer.next() && answer.getBoolean(1);
    }
  }

  /** All that the user takes part in, in no order. */
  List<ConversationId> conversationIds(UserId user) throws SQLException {
    PreparedStatement select = statements.of(IDS);
    select.setString(1, user.value());
    return ConversationRows.ids(select);
  }

  /** What the user takes part in, has not hidden and has not read to its end, in no order. */
  List<Reading> notAllRead(UserId user) throws SQLException {
    PreparedStatement select = statements.of(NOT_ALL_READ);
    select.setString(1, user.value());
    return readings(select);
  }

  /** How the user stands in those of these conversations that they take part in. */
  List<Reading> named(UserId user, Collection<ConversationId> ids) throws SQLException {
    List<Reading> found = new ArrayList<>();
    List<ConversationId> all = List.copyOf(ids);
    PreparedStatement select = statements.of(NAMED);
    for (int from = 0; from < all.size(); from += WIDEST) {
      select.setString(1, user.value());
      for (int i = 0; i < WIDEST; i++) {
        select.setString(i + 2, from + i < all.size() ? all.get(from + i).value() : null);
      }
      found.addAll(readings(select));
    }
    return found;
  }

  private static List<Reading> readings(PreparedStatement select) throws SQLException {
    List<Reading> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(
            new Reading(
                new ConversationId(rows.getString(1)),
                new Extent(rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getLong(5)),
                rows.getLong(6),
                new Preferences(Instant.ofEpochMilli(rows.getLong(7)), rows.getLong(8)),
                rows.getInt(9)));
      }
    }
    return found;
  }

  /** The user takes part in it no more. */
  void remove(UserId user, ConversationId id, Stamp stamp) throws SQLException {
    PreparedStatement remove = statements.of(REMOVE);
    remove.setString(1, user.value());
    remove.setString(2, id.value());
    remove.setLong(3, stamp.row());
    remove.setLong(4, stamp.atMillis());
    trim(stamp, remove.executeUpdate());
  }

  /** Nobody takes part in it any more, since it ends. */
  void removeAll(long number, ConversationId id, Stamp stamp) throws SQLException {
    PreparedStatement remove = statements.of(REMOVE_ALL);
    remove.setString(1, id.value());
    remove.setLong(2, stamp.row());
    remove.setLong(3, stamp.atMillis());
    remove.setLong(4, number);
    trim(stamp, remove.executeUpdate());
  }

  /** The user takes part in it again, if they have ended to. */
  void keep(UserId user, ConversationId id) throws SQLException {
    PreparedStatement keep = statements.of(KEEP);
    keep.setString(1, user.value());
    keep.setString(2, id.value());
    keep.executeUpdate();
  }

  /**
   * Deletes up to twice as many of those that are old as were written, and notes up to which row
   * they are not complete any more.
   */
  private void trim(Stamp stamp, int written) throws SQLException {
    PreparedStatement trim = statements.of(TRIM);
    trim.setLong(1, stamp.atMillis() - History.REMOVALS_KEPT.toMillis());
    trim.setInt(2, 2 * written);
    long cut = 0;
    try (ResultSet trimmed = trim.executeQuery()) {
      while (trimmed.next()) {
        cut = Math.max(cut, trimmed.getLong(1));
      }
    }
    if (cut > 0) {
      PreparedStatement note = statements.of(NOTE_CUT);
      note.setLong(1, cut);
      note.executeUpdate();
    }
  }

  /** When something is written: the number of that change, and the time in ms since 1970. */
  record Stamp(long row, long atMillis) {}

  /**
   * How a user stands in a conversation that they take part in.
   *
   * @param mentions how many messages of others that they have not read mention them, or all
   */
  record Reading(
      ConversationId conversation,
      Extent extent,
      long readUpTo,
      Preferences preferences,
      int mentions) {}
}
