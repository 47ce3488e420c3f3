package io.messageservice.adapter.postgres.store;

import io.messageservice.adapter.postgres.PostgresStatements;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.Cursor;
import io.messageservice.application.port.out.History.ListingRequest;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.user.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Reads which conversations stand in the lists of users, and how they stand there. Only the thread
 * that has the connection may call.
 */
final class ListingReads {

  /** Hidden ones are looked for by the key. */
  private static final String NEWEST =
      "SELECT c.last_at, c.id FROM participant mine"
          + " JOIN conversation c ON c.number = mine.conversation"
          + " WHERE mine.member = ? AND (c.last_at < ? OR (c.last_at = ? AND c.id > ?))"
          + " AND (? OR NOT EXISTS (SELECT 1 FROM preference p WHERE p.conversation = c.number"
          + " AND p.member = mine.member AND p.hidden_at = c.head))"
          + " ORDER BY c.last_at DESC, c.id LIMIT ?";

  /** The conversations of the user and their removals, and nothing of others. */
  private static final String SINCE =
      "SELECT at, id FROM (SELECT c.last_at AS at, c.id AS id FROM participant mine"
          + " JOIN conversation c ON c.number = mine.conversation"
          + " WHERE mine.member = ? AND (c.place > ? OR mine.place > ?"
          + " OR EXISTS (SELECT 1 FROM read_mark r WHERE r.conversation = c.number"
          + " AND r.member = mine.member AND r.place > ?))"
          + " UNION ALL SELECT at, conversation FROM removal WHERE member = ? AND place > ?) every"
          + " WHERE at < ? OR (at = ? AND id > ?) ORDER BY at DESC, id LIMIT ?";

  private static final String IS_KEPT =
      "SELECT ? BETWEEN removal_cut AND (SELECT coalesce(max(place), 0) FROM change_log)"
          + " FROM store";

  /** Mentions are found by the key: none of others are looked at. */
  private static final String READING =
      "SELECT c.id, c.number, c.head, c.changes > c.group_changes,"
          + " coalesce(r.read_up_to, 0), coalesce(p.muted_until, 0), coalesce(p.hidden_at, -1),"
          + " (SELECT count(*) FROM (SELECT 1 FROM mention m WHERE m.conversation = c.number"
          + " AND m.member IN (mine.member, '') AND m.seq > coalesce(r.read_up_to, 0)"
          + " AND m.sender <> mine.member LIMIT "
          + History.MAX_UNREAD
          + ") s) FROM participant mine JOIN conversation c ON c.number = mine.conversation"
          + " LEFT JOIN read_mark r ON r.conversation = c.number AND r.member = mine.member"
          + " LEFT JOIN preference p ON p.conversation = c.number AND p.member = mine.member"
          + " WHERE mine.member = ? AND ";

  /** What the user has not hidden and not read to its end. */
  private static final String NOT_ALL_READ =
      READING + "c.head > coalesce(r.read_up_to, 0) AND c.head <> coalesce(p.hidden_at, -1)";

  private static final String NAMED = READING + "c.id = ANY (?)";

  private final PostgresStatements statements;

  ListingReads(PostgresStatements statements) {
    this.statements = statements;
  }

  /** Those that the user takes part in, those with the newest activity first. */
  List<Cursor> newest(UserId user, ListingRequest query, int limit) throws SQLException {
    long before = lastAt(query);
    return statements.rows(
        NEWEST,
        ListingReads::place,
        user.value(),
        before,
        before,
        id(query),
        query.withHidden(),
        limit);
  }

  /** Those of which the user sees something that was stored after that point. */
  List<Cursor> since(UserId user, ListingRequest query, int limit, long point) throws SQLException {
    long before = lastAt(query);
    return statements.rows(
        SINCE,
        ListingReads::place,
        user.value(),
        point,
        point,
        point,
        user.value(),
        point,
        before,
        before,
        id(query),
        limit);
  }

  private static long lastAt(ListingRequest query) {
    return query.after().map(Cursor::lastAtMillis).orElse(Long.MAX_VALUE);
  }

  private static String id(ListingRequest query) {
    return query.after().map(cursor -> cursor.conversation().value()).orElse("");
  }

  private static Cursor place(ResultSet row) throws SQLException {
    return new Cursor(row.getLong(1), new ConversationId(row.getString(2)));
  }

  /** Whether that point was given out, and all removals after it are kept. */
  boolean isKept(long point) throws SQLException {
    return statements.first(IS_KEPT, row -> row.getBoolean(1), point).orElse(false);
  }

  /** What the user takes part in, has not hidden and has not read to its end, in no order. */
  List<Reading> notAllRead(UserId user) throws SQLException {
    return statements.rows(NOT_ALL_READ, ListingReads::reading, user.value());
  }

  /** How the user stands in those of these conversations that they take part in. */
  List<Reading> named(UserId user, Collection<ConversationId> ids) throws SQLException {
    String[] texts = ids.stream().map(ConversationId::value).toArray(String[]::new);
    return statements.rows(NAMED, ListingReads::reading, user.value(), texts);
  }

  private static Reading reading(ResultSet row) throws SQLException {
    return new Reading(
        new ConversationId(row.getString(1)),
        row.getLong(2),
        row.getLong(3),
        row.getBoolean(4),
        row.getLong(5),
        PersonalReads.preferences(row, 6),
        row.getInt(8));
  }

  /** The point behind all that is stored, as far as the transaction sees. */
  Optional<Long> point() throws SQLException {
    return Optional.of(statements.number(BatchWriter.LAST_PLACE));
  }

  /**
   * How a user stands in a conversation that they take part in.
   *
   * @param hasChanges whether any message was changed
   * @param mentions how many messages of others that they have not read mention them, or all
   */
  record Reading(
      ConversationId conversation,
      long number,
      long head,
      boolean hasChanges,
      long readUpTo,
      Preferences preferences,
      int mentions) {}
}
