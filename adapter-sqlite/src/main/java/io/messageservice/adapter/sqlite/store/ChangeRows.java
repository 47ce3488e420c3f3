package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.Statements;
import io.messageservice.adapter.sqlite.store.ListingRows.Stamp;
import io.messageservice.application.port.out.ChangeLog.Head;
import io.messageservice.application.port.out.ChangeLog.Heads;
import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.Changes;
import io.messageservice.application.port.out.change.LoggedEvent;
import io.messageservice.application.port.out.change.LoggedEvent.ConversationChanged;
import io.messageservice.application.port.out.change.LoggedEvent.ConversationCreated;
import io.messageservice.application.port.out.change.LoggedEvent.MessageChanged;
import io.messageservice.application.port.out.change.LoggedEvent.MessageDeleted;
import io.messageservice.application.port.out.change.LoggedEvent.MessageEdited;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesAppended;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesDelivered;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesRead;
import io.messageservice.application.port.out.change.LoggedEvent.ParticipantsChanged;
import io.messageservice.application.port.out.change.LoggedEvent.ReactionChanged;
import io.messageservice.application.port.out.change.LoggedEvent.UserNoted;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.decision.UserNote;
import io.messageservice.domain.decision.UserNote.Moved;
import io.messageservice.domain.decision.UserNote.Reminded;
import io.messageservice.domain.message.MessageChange;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.ReactionChange;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.domain.presence.Transition;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The table {@code change_log}, and changes as it and the rows of messages give them. Rows are
 * numbered by the one writer, in the order of its commits: what is committed later is after all
 * that is seen by a reader.
 */
final class ChangeRows {

  // What stands in the column `what`.
  private static final int CREATED = 1;
  private static final int CHANGED = 2;
  private static final int EDITED = 3;
  private static final int DELETED = 4;
  private static final int REACTED = 5;
  private static final int TAKEN_BACK = 6;
  private static final int DELIVERED = 7;

  /** Of a row of messages. */
  private static final int SENT = 8;

  // Of a user, in no conversation.
  private static final int REMINDED = 9;
  private static final int CAME = 10;
  private static final int WENT = 11;

  private static final String LOG_CONVERSATION =
      "INSERT INTO change_log (row, at, conversation, what, kind, came, gone, head, changes)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String LOG_MESSAGE =
      "INSERT INTO change_log (row, at, conversation, what, seq, files, head, changes)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String LOG_REACTION =
      "INSERT INTO change_log (row, at, conversation, what, seq, reader, reaction, head, changes)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String LOG_MARK =
      "INSERT INTO change_log (row, at, conversation, what, reader, read_up_to)"
          + " VALUES (?, ?, ?, ?, ?, ?)";

  private static final String LOG_USER =
      "INSERT INTO change_log (row, at, conversation, what, reader, name, read_up_to)"
          + " VALUES (?, ?, '', ?, ?, ?, ?)";

  private static final String CUT =
      "SELECT max(row) FROM (SELECT row FROM change_log_cut WHERE lane = 0"
          + " UNION ALL SELECT row FROM log_time WHERE at < ?1"
          + " UNION ALL SELECT last_row FROM last_commit WHERE lane = 0 AND at < ?1)";

  private static final String LAST_ROW = "SELECT last_row FROM last_commit WHERE lane = 0";

  static final String AFTER =
      "SELECT m.row AS row, m.created_at, c.id, "
          + SENT
          + ", m.seq, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL"
          + " FROM message m JOIN conversation c ON c.number = m.conversation WHERE m.row > ?1"
          + " UNION ALL"
          + " SELECT row, at, conversation, what, seq, kind, came, gone, reader, read_up_to,"
          + " reaction, files, name FROM change_log WHERE row > ?1 ORDER BY row LIMIT ?2";

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

  private static final String TRACE = "INSERT INTO change_trace (row, traceparent) VALUES (?, ?)";

  private static final String TRACES =
      "SELECT row, traceparent FROM change_trace WHERE row > ? AND row <= ?";

  private final Statements statements;
  private final AttachmentRows attachments;

  ChangeRows(Statements statements) {
    this.statements = statements;
    this.attachments = new AttachmentRows(statements);
  }

  /**
   * Logs what became of a conversation beside its messages.
   *
   * @param events what happened, as {@link #after} gives it
   * @param at of a group, after that; empty of other conversations
   */
  void log(
      Stamp stamp, ConversationId conversation, List<LoggedEvent> events, Optional<Position> at)
      throws SQLException {
    int what =
        events.contains(new ConversationCreated())
            ? CREATED
            : events.contains(new ConversationChanged()) ? CHANGED : 0;
    Optional<ParticipantsChanged> who = participants(events);
    PreparedStatement log = begin(LOG_CONVERSATION, stamp, conversation, what);
    log.setString(5, who.flatMap(ParticipantsChanged::kind).map(Kind::name).orElse(null));
    log.setString(6, who.map(change -> UserList.joined(change.joined())).orElse(null));
    log.setString(7, who.map(change -> UserList.joined(change.left())).orElse(null));
    log.setObject(8, at.map(Position::seq).orElse(null));
    log.setObject(9, at.map(ChangeRows::changes).orElse(null));
    log.executeUpdate();
  }

  /** Who joined by that. */
  static Stream<UserId> joined(List<LoggedEvent> events) {
    return participants(events).stream().flatMap(who -> who.joined().stream());
  }

  private static Optional<ParticipantsChanged> participants(List<LoggedEvent> events) {
    return events.stream()
        .filter(ParticipantsChanged.class::isInstance)
        .map(ParticipantsChanged.class::cast)
        .findFirst();
  }

  /**
   * Logs that a message was edited or deleted.
   *
   * @param files by which row the URLs of the files of a deleted message are kept; 0 where it had
   *     none
   * @param at of its conversation after that
   */
  void log(Stamp stamp, MessageChange change, long files, Position at) throws SQLException {
    int what = change.after().isDeleted() ? DELETED : EDITED;
    PreparedStatement log = begin(LOG_MESSAGE, stamp, change.after().conversation(), what);
    log.setLong(5, change.after().seq());
    log.setObject(6, files == 0 ? null : files);
    log.setLong(7, at.seq());
    log.setLong(8, changes(at));
    log.executeUpdate();
  }

  /**
   * Logs that a reaction was added or taken back.
   *
   * @param at of its conversation after that
   */
  void log(Stamp stamp, ReactionChange change, Position at) throws SQLException {
    int what = change.added() ? REACTED : TAKEN_BACK;
    PreparedStatement log = begin(LOG_REACTION, stamp, change.after().conversation(), what);
    log.setLong(5, change.after().seq());
    log.setString(6, change.user().value());
    log.setString(7, change.reaction().value());
    log.setLong(8, at.seq());
    log.setLong(9, changes(at));
    log.executeUpdate();
  }

  /** Logs how far somebody has read. */
  void log(Stamp stamp, ReadMark mark) throws SQLException {
    logMark(begin(LOG_MARK, stamp, mark.conversation(), 0), mark.user(), mark.readUpTo());
  }

  /** Logs how far messages have reached somebody. */
  void log(Stamp stamp, DeliveredMark mark) throws SQLException {
    logMark(
        begin(LOG_MARK, stamp, mark.conversation(), DELIVERED), mark.user(), mark.deliveredUpTo());
  }

  /** Logs what is noted of a user. */
  void log(Stamp stamp, UserNote note) throws SQLException {
    PreparedStatement log = statements.of(LOG_USER);
    log.setLong(1, stamp.row());
    log.setLong(2, stamp.atMillis());
    log.setString(4, note.user().value());
    if (note instanceof Moved moved) {
      log.setInt(3, moved.transition().online() ? CAME : WENT);
      log.setString(5, moved.transition().name().value());
      log.setObject(6, moved.lastSeen().map(Instant::toEpochMilli).orElse(null));
    } else {
      log.setInt(3, REMINDED);
      log.setObject(5, null);
      log.setObject(6, null);
    }
    log.executeUpdate();
  }

  /** Logs which trace led to a row. */
  void trace(long row, String traceparent) throws SQLException {
    PreparedStatement trace = statements.of(TRACE);
    trace.setLong(1, row);
    trace.setString(2, traceparent);
    trace.executeUpdate();
  }

  private static void logMark(PreparedStatement log, UserId user, long upTo) throws SQLException {
    log.setString(5, user.value());
    log.setLong(6, upTo);
    log.executeUpdate();
  }

  /** How many changes that are no message lead there. */
  private static long changes(Position at) {
    return at.rev() - at.seq();
  }

  private PreparedStatement begin(String sql, Stamp stamp, ConversationId conversation, int what)
      throws SQLException {
    PreparedStatement log = statements.of(sql);
    log.setLong(1, stamp.row());
    log.setLong(2, stamp.atMillis());
    log.setString(3, conversation.value());
    log.setInt(4, what);
    return log;
  }

  /**
   * Up to which row changes are not kept.
   *
   * @param keptSince the time since which they are, in ms since 1970
   */
  long cut(long keptSince) throws SQLException {
    PreparedStatement select = statements.of(CUT);
    select.setLong(1, keptSince);
    try (ResultSet found = select.executeQuery()) {
      return found.next() ? found.getLong(1) : 0;
    }
  }

  /** The last row that was given out. */
  long end() throws SQLException {
    return statements.number(LAST_ROW);
  }

  /**
   * What was stored in the rows after one and up to another. Changes of messages and groups are
   * found as long as they are kept.
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

  /**
   * Single changes after a place, or after the cut where those after the place are not all kept.
   *
   * @param epoch that of the store
   */
  Changes after(Place from, String epoch, long cut, int limit) throws SQLException {
    Place end = new Place(epoch, end());
    boolean isKept =
        from.epoch().equals(epoch) && from.number() >= cut && from.number() <= end.number();
    Place start = isKept ? from : new Place(epoch, cut);
    PreparedStatement select = statements.of(AFTER);
    select.setLong(1, start.number());
    select.setInt(2, limit);
    List<Change> changes = new ArrayList<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        changes.add(change(found, epoch));
      }
    }
    boolean more = changes.size() == limit;
    Place last = more ? changes.get(limit - 1).place() : end;
    return new Changes(start, traced(changes), List.of(), last, more);
  }

  private Change change(ResultSet found, String epoch) throws SQLException {
    long row = found.getLong(1);
    return new Change(
        new Place(epoch, row),
        "s-" + row,
        Instant.ofEpochMilli(found.getLong(2)),
        Optional.of(found.getString(3)).filter(id -> !id.isEmpty()).map(ConversationId::new),
        events(found));
  }

  /** With the traces that led to them. */
  private List<Change> traced(List<Change> changes) throws SQLException {
    Map<Long, String> traces = changes.isEmpty() ? Map.of() : traces(changes);
    return traces.isEmpty()
        ? changes
        : changes.stream().map(change -> traced(change, traces)).toList();
  }

  private Map<Long, String> traces(List<Change> of) throws SQLException {
    PreparedStatement select = statements.of(TRACES);
    select.setLong(1, of.get(0).place().number() - 1);
    select.setLong(2, of.get(of.size() - 1).place().number());
    Map<Long, String> traces = new HashMap<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        traces.put(found.getLong(1), found.getString(2));
      }
    }
    return traces;
  }

  /** What a row says is of one command. */
  private static Change traced(Change change, Map<Long, String> traces) {
    String parent = traces.get(change.place().number());
    return parent == null ? change : change.tracedBy(parent);
  }

  private List<LoggedEvent> events(ResultSet found) throws SQLException {
    if (found.getLong(5) > 0) {
      return List.of(ofMessage(found, found.getLong(5)));
    }
    if (found.getInt(4) >= REMINDED) {
      return List.of(new UserNoted(note(found)));
    }
    if (found.getString(9) != null) {
      UserId user = new UserId(found.getString(9));
      long upTo = found.getLong(10);
      return List.of(
          found.getInt(4) == DELIVERED
              ? new MessagesDelivered(user, upTo)
              : new MessagesRead(user, upTo));
    }
    return ofConversation(found);
  }

  private static UserNote note(ResultSet found) throws SQLException {
    int what = found.getInt(4);
    UserId user = new UserId(found.getString(9));
    if (what == REMINDED) {
      return new Reminded(user);
    }
    long seen = found.getLong(10);
    Optional<Instant> lastSeen =
        found.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(seen));
    DisplayName name = new DisplayName(found.getString(13));
    return new Moved(new Transition(user, name, what == CAME), lastSeen);
  }

  /** Rows of before say neither that it was created nor, where nobody joined or left, what else. */
  private static List<LoggedEvent> ofConversation(ResultSet found) throws SQLException {
    int what = found.getInt(4);
    List<LoggedEvent> events = new ArrayList<>();
    if (what == CREATED) {
      events.add(new ConversationCreated());
    }
    if (found.getString(6) != null) {
      events.add(
          new ParticipantsChanged(
              UserList.users(found.getString(7)),
              UserList.users(found.getString(8)),
              Optional.of(Kind.valueOf(found.getString(6)))));
    }
    if (what == CHANGED || events.isEmpty()) {
      events.add(new ConversationChanged());
    }
    return events;
  }

  private LoggedEvent ofMessage(ResultSet found, long seq) throws SQLException {
    int what = found.getInt(4);
    return switch (what) {
      case SENT -> new MessagesAppended(seq - 1, seq);
      case EDITED -> new MessageEdited(seq);
      case DELETED -> new MessageDeleted(seq, attachments.urls(found.getLong(12)));
      case REACTED, TAKEN_BACK ->
          new ReactionChanged(
              seq,
              new UserId(found.getString(9)),
              new Reaction(found.getString(11)),
              what == REACTED);
      default -> new MessageChanged(seq);
    };
  }
}
