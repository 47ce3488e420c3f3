package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.Statements;
import io.messageservice.application.port.out.ChangeLog.Appended;
import io.messageservice.application.port.out.ChangeLog.Change;
import io.messageservice.application.port.out.ChangeLog.Changes;
import io.messageservice.application.port.out.ChangeLog.Gap;
import io.messageservice.application.port.out.ChangeLog.Head;
import io.messageservice.application.port.out.ChangeLog.Heads;
import io.messageservice.application.port.out.ChangeLog.ParticipantChange;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.domain.user.UserId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table {@code change_log}, and changes as it and the rows of messages give them. */
final class ChangeRows {

  /** How many changes beside messages are kept, at least. */
  static final int KEPT = 100_000;

  /** How many are logged until old ones are removed again. */
  static final int LOGGED_TO_TRIM = 4_096;

  private static final String LOG_MARK =
      "INSERT INTO change_log (row, conversation, reader, read_up_to) VALUES (?, ?, ?, ?)";

  private static final String LOG_ACCESS =
      "INSERT INTO change_log (row, conversation, kind, came, gone, head, changes)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?)";

  private static final String LOG_CHANGED =
      "INSERT INTO change_log (row, conversation, seq, head, changes) VALUES (?, ?, ?, ?, ?)";

  private static final String OLDEST_TO_GO =
      "SELECT row FROM change_log ORDER BY row DESC LIMIT 1 OFFSET " + KEPT;

  private static final String REMOVE = "DELETE FROM change_log WHERE row <= ?";

  private static final String NOTE_CUT = "UPDATE change_log_cut SET row = ? WHERE lane = 0";

  private static final String CUT = "SELECT row FROM change_log_cut WHERE lane = 0";

  private static final String LAST_ROW = "SELECT last_row FROM last_commit WHERE lane = 0";

  private static final String AFTER =
      "SELECT m.row AS row, c.id, m.seq, NULL, NULL, NULL, NULL, NULL, 0 FROM message m"
          + " JOIN conversation c ON c.number = m.conversation WHERE m.row > ?1"
          + " UNION ALL"
          + " SELECT row, conversation, 0, kind, came, gone, reader, read_up_to, seq"
          + " FROM change_log WHERE row > ?1 AND (kind IS NOT NULL OR reader IS NOT NULL"
          + " OR seq IS NOT NULL) ORDER BY row LIMIT ?2";

  /**
   * Where messages were appended and changed, and groups changed. A message leads from the change
   * before it to its own; of a change that is no message the log knows to where it led.
   */
  static final String STORED =
      "SELECT c.id, min(s.after), min(s.rev) - 1, max(s.seq), max(s.rev), max(s.row), count(*) FROM"
          + " (SELECT row, conversation, seq - 1 AS after, seq, seq + changes AS rev FROM message"
          + " WHERE row > ?1 AND row <= ?2"
          + " UNION ALL"
          + " SELECT l.row, n.number, l.head, l.head, l.head + l.changes FROM change_log l"
          + " CROSS JOIN conversation n ON n.id = l.conversation"
          + " WHERE l.row > ?1 AND l.row <= ?2 AND l.head IS NOT NULL ORDER BY row LIMIT ?3) s"
          + " JOIN conversation c ON c.number = s.conversation GROUP BY s.conversation";

  private final Statements statements;

  /** Old ones are also removed with the first, since a node may end before it has logged many. */
  private int logged = LOGGED_TO_TRIM - 1;

  ChangeRows(Statements statements) {
    this.statements = statements;
  }

  /** Who joined and who left by that; empty where at most roles changed. */
  static Optional<ParticipantChange> access(Conversation before, Conversation after) {
    if (before.accessVersion() == after.accessVersion()) {
      return Optional.empty();
    }
    Set<UserId> joined = new LinkedHashSet<>(after.participants().notIn(before.participants()));
    Set<UserId> left = new LinkedHashSet<>(before.participants().notIn(after.participants()));
    return joined.isEmpty() && left.isEmpty() && before.kind() == after.kind()
        ? Optional.empty()
        : Optional.of(new ParticipantChange(joined, left, Optional.of(after.kind())));
  }

  /**
   * Logs that kind or participants changed, or that a group did.
   *
   * @param access empty where neither kind nor participants changed
   * @param at of a group, after that; empty of other conversations
   */
  void log(
      long row,
      ConversationId conversation,
      Optional<ParticipantChange> access,
      Optional<Position> at)
      throws SQLException {
    PreparedStatement log = statements.of(LOG_ACCESS);
    log.setString(3, access.flatMap(ParticipantChange::kind).map(Kind::name).orElse(null));
    log.setString(4, access.map(change -> UserList.joined(change.joined())).orElse(null));
    log.setString(5, access.map(change -> UserList.joined(change.left())).orElse(null));
    log.setObject(6, at.map(Position::seq).orElse(null));
    log.setObject(7, at.map(ChangeRows::changes).orElse(null));
    insert(log, row, conversation);
  }

  /** Logs how far somebody has read. */
  void log(long row, ReadMark mark) throws SQLException {
    PreparedStatement log = statements.of(LOG_MARK);
    log.setString(3, mark.user().value());
    log.setLong(4, mark.readUpTo());
    insert(log, row, mark.conversation());
  }

  /**
   * Logs that a message was edited or deleted, or its reactions changed.
   *
   * @param at of its conversation after that
   */
  void log(long row, ConversationId conversation, long seq, Position at) throws SQLException {
    PreparedStatement log = statements.of(LOG_CHANGED);
    log.setLong(3, seq);
    log.setLong(4, at.seq());
    log.setLong(5, changes(at));
    insert(log, row, conversation);
  }

  /** How many changes that are no message lead there. */
  private static long changes(Position at) {
    return at.rev() - at.seq();
  }

  private void insert(PreparedStatement log, long row, ConversationId conversation)
      throws SQLException {
    log.setLong(1, row);
    log.setString(2, conversation.value());
    log.executeUpdate();
    if (++logged % LOGGED_TO_TRIM == 0) {
      trim();
    }
  }

  private void trim() throws SQLException {
    long oldest = statements.number(OLDEST_TO_GO);
    if (oldest > 0) {
      for (String sql : List.of(REMOVE, NOTE_CUT)) {
        PreparedStatement statement = statements.of(sql);
        statement.setLong(1, oldest);
        statement.executeUpdate();
      }
    }
  }

  /** Up to which row changes are not kept. */
  long cut() throws SQLException {
    return statements.number(CUT);
  }

  /** The last row that was given out. */
  long end() throws SQLException {
    return statements.number(LAST_ROW);
  }

  /**
   * What was stored in the rows after one and up to another. Rows are numbered by the one writer,
   * in the order of its commits: what is committed later is after all that is seen here. Changes of
   * messages and groups are found as long as they are kept.
   */
  Heads stored(long after, long end, int limit) throws SQLException {
    PreparedStatement select = statements.of(STORED);
    select.setLong(1, after);
    select.setLong(2, end);
    select.setInt(3, limit);
    List<Head> changed = new ArrayList<>();
    long last = after;
    int count = 0;
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        changed.add(
            new Head(
                new ConversationId(found.getString(1)),
                new Position(found.getLong(2), found.getLong(3)),
                new Position(found.getLong(4), found.getLong(5))));
        last = Math.max(last, found.getLong(6));
        count += found.getInt(7);
      }
    }
    return new Heads(SqliteHistory.markOf(count < limit ? end : last), changed);
  }

  /** Single changes after a row. */
  Changes after(long row, int limit) throws SQLException {
    long cut = cut();
    boolean isOtherPast = row > end();
    long from = isOtherPast ? cut : Math.max(row, cut);
    List<Gap> gaps =
        isOtherPast || row >= cut
            ? List.of()
            : List.of(new Gap("s-before-" + (cut + 1), "store", cut - row));
    PreparedStatement select = statements.of(AFTER);
    select.setLong(1, from);
    select.setInt(2, limit);
    List<Change> changes = new ArrayList<>();
    long last = from;
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        last = found.getLong(1);
        changes.add(change(found));
      }
    }
    return new Changes(SqliteHistory.markOf(last), changes, gaps, changes.size() == limit);
  }

  private static Change change(ResultSet found) throws SQLException {
    ConversationId conversation = new ConversationId(found.getString(2));
    long seq = found.getLong(3);
    @Nullable String kind = found.getString(4);
    @Nullable String reader = found.getString(7);
    long changed = found.getLong(9);
    return new Change(
        "s-" + found.getLong(1),
        conversation,
        kind == null
            ? Optional.empty()
            : Optional.of(
                new ParticipantChange(
                    UserList.users(found.getString(5)),
                    UserList.users(found.getString(6)),
                    Optional.of(Kind.valueOf(kind)))),
        seq == 0 ? Optional.empty() : Optional.of(new Appended(seq - 1, seq)),
        changed == 0 ? List.of() : List.of(changed),
        reader == null
            ? List.of()
            : List.of(new ReadMark(conversation, new UserId(reader), found.getLong(8))));
  }
}
