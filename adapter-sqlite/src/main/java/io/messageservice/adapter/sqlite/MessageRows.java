package io.messageservice.adapter.sqlite;

import io.messageservice.adapter.sqlite.ChangedRows.State;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageChange;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageId;
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
          + " attachments, content, changes) VALUES ";

  private static final String VALUES = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final int COLUMNS = 10;

  /** The most messages that one statement inserts. */
  static final int WIDEST = 16;

  private static final List<Insert> INSERTS =
      Stream.of(WIDEST, 4, 1).map(MessageRows::insertOf).toList();

  private static final String SELECT =
      "SELECT m.row, m.seq, m.sender, m.created_at, m.client_id, m.foreign_id, m.attachments,"
          + " m.content, m.changes, m.conversation, c.id"
          + " FROM message m JOIN conversation c ON c.number = m.conversation WHERE ";

  private static final String BY_ROW = SELECT + "m.row = ?";

  private static final String BY_FOREIGN_ID = SELECT + "m.foreign_id = ? LIMIT 1";

  private static final String BY_CLIENT_ID =
      SELECT + "m.conversation = ? AND m.sender = ? AND m.client_id = ?";

  /** Makes a row shorter, so that none moves. */
  private static final String EMPTY =
      "UPDATE message SET attachments = 0, content = '' WHERE row = ?";

  private static final String OF_OTHERS =
      " FROM message m WHERE row IN (SELECT value FROM json_each(?)) AND sender <> ?"
          + " AND NOT EXISTS (SELECT 1 FROM changed_message c WHERE c.conversation = m.conversation"
          + " AND c.seq = m.seq AND c.deleted_of IS NOT NULL)";

  private static final String COUNT_OF_OTHERS = "SELECT count(*)" + OF_OTHERS;

  private static final String NEWEST_OF_OTHERS =
      "SELECT row, seq, sender, foreign_id" + OF_OTHERS + " ORDER BY row DESC LIMIT ?";

  private static final String SENDERS =
      "SELECT sender FROM message WHERE row IN (SELECT value FROM json_each(?)) ORDER BY row";

  private final Statements statements;
  private final ChangedRows changed;
  private final AttachmentRows attachments;
  private final RowIds ids;

  MessageRows(Statements statements, RowIds ids, ChangedRows changed) {
    this.statements = statements;
    this.changed = changed;
    this.attachments = new AttachmentRows(statements);
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

  /** The message in that row; there must be one. */
  Message at(long row, ConversationId conversation) throws SQLException {
    PreparedStatement select = statements.of(BY_ROW);
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
   */
  void change(long conversation, long row, long edition, MessageChange change) throws SQLException {
    Message after = change.after();
    empty(row);
    Optional<State> before = changed.state(conversation, after.seq());
    if (before.isPresent()) {
      changed.emptyEdition(before.get().row());
      attachments.empty(before.get().row());
    }
    if (!after.isDeleted()) {
      changed.insertEdition(edition, after.content().text());
      attachments.insert(edition, after.content().attachments());
    }
    changed.put(conversation, row, edition, change);
  }

  private void empty(long row) throws SQLException {
    PreparedStatement empty = statements.of(EMPTY);
    empty.setLong(1, row);
    empty.executeUpdate();
    attachments.empty(row);
  }

  /** The messages of others in these rows that are not deleted. */
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
    PreparedStatement select = statements.of(SENDERS);
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
          ? Optional.of(read(row, new ConversationId(row.getString(11))))
          : Optional.empty();
    }
  }

  private Message read(ResultSet row, ConversationId conversation) throws SQLException {
    long number = row.getLong(1);
    long seq = row.getLong(2);
    State state = state(row, number, seq);
    boolean hasFiles = state.row() != 0 && (state.row() != number || row.getInt(7) > 0);
    return new Message(
        id(number, row.getString(6), conversation),
        conversation,
        seq,
        new UserId(row.getString(3)),
        new MessageContent(state.text(), hasFiles ? attachments.find(state.row()) : List.of()),
        Instant.ofEpochMilli(row.getLong(4)),
        Optional.ofNullable(row.getString(5)).map(ClientMessageId::new),
        state.revision());
  }

  /** Of a message that was changed its own row says nothing any more. */
  private State state(ResultSet row, long number, long seq) throws SQLException {
    String text = row.getString(8);
    if (!text.isEmpty() || row.getInt(7) > 0) {
      return new State(Revision.first(seq + row.getLong(9)), number, text);
    }
    return changed
        .state(row.getLong(10), seq)
        .orElseThrow(() -> new SQLException("a message without content: the file is damaged"));
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
