package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.Statements;
import io.messageservice.adapter.sqlite.store.DetailRows.Detail;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.store.SenderRuns;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Deletion;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageChange;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.ReactionChange;
import io.messageservice.domain.message.Revision;
import io.messageservice.domain.user.UserId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table {@code message}. */
final class MessageRows {

  private static final String INSERT =
      "INSERT INTO message (row, conversation, seq, prev, sender, created_at, client_id,"
          + " attachments, content, changes, detail) VALUES ";

  private static final String VALUES = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final int COLUMNS = 11;

  /** The most messages that one statement inserts. */
  static final int WIDEST = 16;

  private static final List<Insert> INSERTS =
      Stream.of(WIDEST, 4, 1).map(MessageRows::insertOf).toList();

  private static final String SELECTED =
      "SELECT m.row, m.seq, m.sender, m.created_at, m.client_id, m.foreign_id, m.attachments,"
          + " m.content, m.changes, m.conversation, m.detail, ";

  /** Of a conversation in which no message was changed nothing more is read. */
  private static final String SELECT =
      SELECTED
          + "x.rev, x.changed_at, x.by_sender, x.edition, e.content, e.metadata, c.id"
          + " FROM message m JOIN conversation c ON c.number = m.conversation"
          + " LEFT JOIN changed_message x ON x.seq = m.seq"
          + " AND x.conversation = CASE WHEN c.changes > c.group_changes THEN m.conversation END"
          + " LEFT JOIN edition e ON e.row = x.edition WHERE ";

  private static final String BY_ROW = SELECT + "m.row = ?";

  /** The same where it is known that no message of the conversation was changed. */
  private static final String UNCHANGED_BY_ROW = SELECTED + "0 FROM message m WHERE m.row = ?";

  private static final String BY_FOREIGN_ID = SELECT + "m.foreign_id = ? LIMIT 1";

  private static final String BY_CLIENT_ID =
      SELECT + "m.conversation = ? AND m.sender = ? AND m.client_id = ?";

  /** Makes a row shorter, so that none moves. */
  private static final String EMPTY =
      "UPDATE message SET attachments = 0, content = '' WHERE row = ?";

  private static final String OF_OTHERS =
      " FROM message m WHERE row IN (SELECT value FROM json_each(?)) AND sender <> ?"
          + " AND detail <> "
          + DetailRows.SYSTEM
          + " AND NOT EXISTS (SELECT 1 FROM changed_message c WHERE c.conversation = m.conversation"
          + " AND c.seq = m.seq AND c.deleted_of IS NOT NULL)";

  private static final String COUNT_OF_OTHERS = "SELECT count(*)" + OF_OTHERS;

  private static final String NEWEST_OF_OTHERS =
      "SELECT row, seq, sender, foreign_id" + OF_OTHERS + " ORDER BY row DESC LIMIT ?";

  private static final String IN_ROWS =
      " FROM message WHERE row IN (SELECT value FROM json_each(?)) ORDER BY row";

  private static final String SENDERS = "SELECT sender" + IN_ROWS;

  private static final String COUNTED_SENDERS =
      "SELECT CASE detail WHEN " + DetailRows.SYSTEM + " THEN '' ELSE sender END" + IN_ROWS;

  private final Statements statements;
  private final ChangedRows changed;
  private final AttachmentRows attachments;
  private final DetailRows details;
  private final ReactionRows reactions;
  private final RowIds ids;

  MessageRows(Statements statements, RowIds ids, ChangedRows changed) {
    this.statements = statements;
    this.changed = changed;
    this.attachments = new AttachmentRows(statements);
    this.details = new DetailRows(statements);
    this.reactions = new ReactionRows(statements);
    this.ids = ids;
  }

  /** Appends the messages, several by one statement. */
  void insert(List<Append> appends) throws SQLException {
    int done = 0;
    for (Insert insert : INSERTS) {
      while (appends.size() - done >= insert.width) {
        insert(insert.sql, appends.subList(done, done + insert.width));
        done += insert.width;
      }
    }
  }

  /** How users reacted to the messages. */
  ReactionRows reactions() {
    return reactions;
  }

  /** The id of the message in that row. */
  MessageId idOf(long row, ConversationId conversation) {
    return ids.of(row, conversation);
  }

  Optional<Message> find(MessageId id) throws SQLException {
    Optional<RowIds.Place> place = ids.place(id);
    Optional<Message> ours = place.isEmpty() ? Optional.empty() : at(place.get());
    return ours.isPresent() ? ours : foreign(id);
  }

  Optional<Message> sent(long conversation, UserId sender, ClientMessageId key)
      throws SQLException {
    PreparedStatement select = statements.of(BY_CLIENT_ID);
    select.setLong(1, conversation);
    select.setString(2, sender.value());
    select.setString(3, key.value());
    return only(select);
  }

  /**
   * The message in that row; there must be one.
   *
   * @param isChanged whether any message of the conversation was changed
   */
  Message at(long row, ConversationId conversation, boolean isChanged) throws SQLException {
    PreparedStatement select = statements.of(isChanged ? BY_ROW : UNCHANGED_BY_ROW);
    select.setLong(1, row);
    try (ResultSet found = select.executeQuery()) {
      if (!found.next()) {
        throw new SQLException("a row without a message: the file is damaged");
      }
      return read(found, conversation);
    }
  }

  /**
   * Takes away what the message in that row was, and writes what it is from now on.
   *
   * @param edition a row number for that
   * @return of a deleted message that had files, by which row their URLs are kept; 0 of others
   */
  long change(long conversation, long row, long edition, MessageChange change) throws SQLException {
    Message after = change.after();
    long before = changed.edition(conversation, after.seq());
    empty(conversation, row, after);
    if (before != 0) {
      changed.emptyEdition(before);
    }
    long files = emptyFiles(before == 0 ? row : before, after);
    if (after.isDeleted()) {
      reactions.remove(conversation, after.seq());
    } else {
      changed.insertEdition(edition, after.content());
      attachments.insert(edition, after.content().attachments());
    }
    changed.put(conversation, row, edition, change);
    return files;
  }

  private long emptyFiles(long of, Message after) throws SQLException {
    if (after.isDeleted()) {
      return attachments.emptyButUrls(of) ? of : 0;
    }
    attachments.empty(of);
    return 0;
  }

  /** Adds a reaction to the message in that row, or takes it back. */
  void change(long conversation, long row, ReactionChange change) throws SQLException {
    reactions.put(conversation, change);
    changed.put(conversation, row, change);
  }

  private void empty(long conversation, long row, Message after) throws SQLException {
    PreparedStatement empty = statements.of(EMPTY);
    empty.setLong(1, row);
    empty.executeUpdate();
    details.empty(conversation, row, after);
  }

  /** The messages of others in these rows that are neither deleted nor of the system. */
  Ledger.Others sentByOthers(ConversationId conversation, long[] rows, UserId reader, int newest)
      throws SQLException {
    if (rows.length == 0) {
      return Ledger.Others.NONE;
    }
    String list = list(rows);
    int count = countOfOthers(list, reader);
    return new Ledger.Others(count, newestOfOthers(conversation, list, reader, newest));
  }

  /** The senders of these rows, which ascend. */
  List<String> senders(long[] rows) throws SQLException {
    return senders(SENDERS, rows);
  }

  /** The same, where those of messages of the system are {@link SenderRuns#NOBODY nobody}. */
  List<String> countedSenders(long[] rows) throws SQLException {
    return senders(COUNTED_SENDERS, rows);
  }

  private List<String> senders(String sql, long[] rows) throws SQLException {
    PreparedStatement select = statements.of(sql);
    select.setString(1, list(rows));
    List<String> senders = new ArrayList<>(rows.length);
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        senders.add(found.getString(1));
      }
    }
    if (senders.size() != rows.length) {
      throw new SQLException("a row without a message: the file is damaged");
    }
    return senders;
  }

  private void insert(String sql, List<Append> appends) throws SQLException {
    PreparedStatement insert = statements.of(sql);
    int before = 0;
    for (Append append : appends) {
      bind(insert, before, append);
      before += COLUMNS;
    }
    insert.executeUpdate();
    for (Append append : appends) {
      attachments.insert(append.row(), append.message().content().attachments());
      if (DetailRows.detail(append.message()) > 0) {
        details.insert(append);
      }
    }
  }

  private static void bind(PreparedStatement insert, int before, Append append)
      throws SQLException {
    Message message = append.message();
    insert.setLong(before + 1, append.row());
    insert.setLong(before + 2, append.conversation());
    insert.setLong(before + 3, message.seq());
    insert.setLong(before + 4, append.prev());
    insert.setString(before + 5, message.sender().value());
    insert.setLong(before + 6, message.createdAt().toEpochMilli());
    insert.setString(before + 7, message.key().map(ClientMessageId::value).orElse(null));
    insert.setInt(before + 8, message.content().attachments().size());
    insert.setString(before + 9, message.content().text());
    insert.setLong(before + 10, message.rev() - message.seq());
    insert.setInt(before + 11, DetailRows.detail(message));
  }

  private static Insert insertOf(int width) {
    return new Insert(width, INSERT + VALUES + (", " + VALUES).repeat(width - 1));
  }

  private int countOfOthers(String rows, UserId reader) throws SQLException {
    PreparedStatement select = statements.of(COUNT_OF_OTHERS);
    select.setString(1, rows);
    select.setString(2, reader.value());
    try (ResultSet found = select.executeQuery()) {
      return found.next() ? found.getInt(1) : 0;
    }
  }

  private List<Ledger.Line> newestOfOthers(
      ConversationId conversation, String rows, UserId reader, int newest) throws SQLException {
    PreparedStatement select = statements.of(NEWEST_OF_OTHERS);
    select.setString(1, rows);
    select.setString(2, reader.value());
    select.setInt(3, newest);
    List<Ledger.Line> lines = new ArrayList<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        MessageId id = id(found.getLong(1), found.getString(4), conversation);
        lines.add(new Ledger.Line(id, found.getLong(2), new UserId(found.getString(3))));
      }
    }
    Collections.reverse(lines);
    return lines;
  }

  private Optional<Message> at(RowIds.Place place) throws SQLException {
    PreparedStatement select = statements.of(BY_ROW);
    select.setLong(1, place.row());
    return only(select).filter(message -> place.isIn(message.conversation()));
  }

  private Optional<Message> foreign(MessageId id) throws SQLException {
    PreparedStatement select = statements.of(BY_FOREIGN_ID);
    select.setString(1, id.value());
    return only(select);
  }

  private Optional<Message> only(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      return row.next()
          ? Optional.of(read(row, new ConversationId(row.getString(18))))
          : Optional.empty();
    }
  }

  private Message read(ResultSet row, ConversationId conversation) throws SQLException {
    long number = row.getLong(1);
    long seq = row.getLong(2);
    Detail detail = row.getInt(11) == 0 ? Detail.NONE : details.find(number);
    State state = state(row, number, detail);
    boolean hasFiles = state.row() != 0 && (state.row() != number || row.getInt(7) > 0);
    boolean mayHaveReactions = row.getLong(12) > 0 && state.revision().deletion().isEmpty();
    return new Message(
        id(number, row.getString(6), conversation),
        conversation,
        seq,
        new UserId(row.getString(3)),
        new MessageContent(
            state.text(), hasFiles ? attachments.find(state.row()) : List.of(), state.metadata()),
        detail.attributes(),
        Instant.ofEpochMilli(row.getLong(4)),
        Optional.ofNullable(row.getString(5)).map(ClientMessageId::new),
        state.revision(),
        mayHaveReactions ? reactions.counts(row.getLong(10), seq) : List.of());
  }

  /** What the message says by now: by its own row, or by its edition where it was changed. */
  private static State state(ResultSet row, long number, Detail detail) throws SQLException {
    long rev = row.getLong(12);
    if (rev == 0 || row.getLong(13) < 0) {
      return asSent(row, number, rev, detail);
    }
    Instant at = Instant.ofEpochMilli(row.getLong(13));
    long edition = row.getLong(15);
    return edition == 0
        ? new State(
            new Revision(rev, Optional.empty(), Optional.of(new Deletion(at, row.getBoolean(14)))),
            0,
            "",
            Optional.empty())
        : new State(
            new Revision(rev, Optional.of(at), Optional.empty()),
            edition,
            row.getString(16),
            Optional.ofNullable(row.getString(17)));
  }

  /** Says what it was sent with. */
  private static State asSent(ResultSet row, long number, long rev, Detail detail)
      throws SQLException {
    String text = row.getString(8);
    if (text.isEmpty() && row.getInt(7) == 0) {
      throw new SQLException("a message without content: the file is damaged");
    }
    Revision first = Revision.first(rev > 0 ? rev : row.getLong(2) + row.getLong(9));
    return new State(first, number, text, detail.metadata());
  }

  private MessageId id(long row, @Nullable String foreign, ConversationId conversation) {
    return foreign == null ? ids.of(row, conversation) : new MessageId(foreign);
  }

  private static String list(long[] rows) {
    StringBuilder list = new StringBuilder(rows.length * 8).append('[');
    for (int i = 0; i < rows.length; i++) {
      list.append(i == 0 ? "" : ",").append(rows[i]);
    }
    return list.append(']').toString();
  }

  /**
   * A state of a message.
   *
   * @param row that of its attachments, 0 where it is deleted
   */
  private record State(Revision revision, long row, String text, Optional<String> metadata) {}

  /** A statement that inserts so many messages. */
  private record Insert(int width, String sql) {}

  /**
   * A message with its place in the table.
   *
   * @param conversation its number
   * @param prev the row of the message before it
   */
  record Append(long row, long conversation, long prev, Message message) {}
}
