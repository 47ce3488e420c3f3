package io.messageservice.adapter.sqlite;

import io.messageservice.application.port.out.Ledger;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Attachment;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Deletion;
import io.messageservice.domain.message.Message;
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
          + " m.content, m.changes, m.changed_rev, m.changed_at, c.id"
          + " FROM message m JOIN conversation c ON c.number = m.conversation WHERE ";

  private static final String BY_ROW = SELECT + "m.row = ?";

  private static final String BY_FOREIGN_ID = SELECT + "m.foreign_id = ? LIMIT 1";

  private static final String BY_CLIENT_ID =
      SELECT + "m.conversation = ? AND m.sender = ? AND m.client_id = ?";

  private static final String OVERWRITE =
      "UPDATE message SET attachments = ?, content = ?, changed_rev = ?, changed_at = ?"
          + " WHERE row = ?";

  /** In place of the number of attachments: the message is deleted, and who did it. */
  private static final int DELETED_BY_SENDER = -1;

  private static final int DELETED_BY_ANOTHER = -2;

  private static final String OF_OTHERS =
      " FROM message WHERE row IN (SELECT value FROM json_each(?)) AND sender <> ?"
          + " AND attachments >= 0";

  private static final String COUNT_OF_OTHERS = "SELECT count(*)" + OF_OTHERS;

  private static final String NEWEST_OF_OTHERS =
      "SELECT row, seq, sender, foreign_id" + OF_OTHERS + " ORDER BY row DESC LIMIT ?";

  private static final String SENDERS =
      "SELECT sender FROM message WHERE row IN (SELECT value FROM json_each(?)) ORDER BY row";

  private final Statements statements;
  private final AttachmentRows attachments;
  private final RowIds ids;

  MessageRows(Statements statements, RowIds ids) {
    this.statements = statements;
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

  /** Writes a message over what it was. */
  void overwrite(long row, Message message) throws SQLException {
    List<Attachment> attached = message.content().attachments();
    Revision revision = message.revision();
    Instant at = revision.deletion().map(Deletion::at).or(revision::editedAt).orElseThrow();
    PreparedStatement overwrite = statements.of(OVERWRITE);
    overwrite.setInt(1, revision.deletion().map(MessageRows::code).orElse(attached.size()));
    overwrite.setString(2, message.content().text());
    overwrite.setLong(3, revision.rev());
    overwrite.setLong(4, at.toEpochMilli());
    overwrite.setLong(5, row);
    overwrite.executeUpdate();
    attachments.remove(row);
    attachments.insert(row, attached);
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
          ? Optional.of(read(row, new ConversationId(row.getString(12))))
          : Optional.empty();
    }
  }

  private Message read(ResultSet row, ConversationId conversation) throws SQLException {
    long number = row.getLong(1);
    long seq = row.getLong(2);
    int count = row.getInt(7);
    List<Attachment> attached = count > 0 ? attachments.find(number) : List.of();
    return new Message(
        id(number, row.getString(6), conversation),
        conversation,
        seq,
        new UserId(row.getString(3)),
        new MessageContent(row.getString(8), attached),
        Instant.ofEpochMilli(row.getLong(4)),
        Optional.ofNullable(row.getString(5)).map(ClientMessageId::new),
        revision(row, seq, count));
  }

  private static Revision revision(ResultSet row, long seq, int attached) throws SQLException {
    long changed = row.getLong(10);
    if (changed == 0) {
      return Revision.first(seq + row.getLong(9));
    }
    Instant at = Instant.ofEpochMilli(row.getLong(11));
    return attached < 0
        ? new Revision(
            changed, Optional.empty(), Optional.of(new Deletion(at, attached == DELETED_BY_SENDER)))
        : new Revision(changed, Optional.of(at), Optional.empty());
  }

  private static int code(Deletion deletion) {
    return deletion.bySender() ? DELETED_BY_SENDER : DELETED_BY_ANOTHER;
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

  /** The table {@code attachment}: a row each, by the row of the message. */
  private static final class AttachmentRows {

    private static final String INSERT =
        "INSERT INTO attachment (message, position, id, file_url, file_name, file_type, file_size,"
            + " metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String REMOVE = "DELETE FROM attachment WHERE message = ?";

    private static final String FIND =
        "SELECT id, file_url, file_name, file_type, file_size, metadata FROM attachment"
            + " WHERE message = ? ORDER BY position";

    private final Statements statements;

    AttachmentRows(Statements statements) {
      this.statements = statements;
    }

    void insert(long message, List<Attachment> attachments) throws SQLException {
      for (int i = 0; i < attachments.size(); i++) {
        insert(message, i, attachments.get(i));
      }
    }

    void remove(long message) throws SQLException {
      PreparedStatement remove = statements.of(REMOVE);
      remove.setLong(1, message);
      remove.executeUpdate();
    }

    List<Attachment> find(long message) throws SQLException {
      PreparedStatement find = statements.of(FIND);
      find.setLong(1, message);
      List<Attachment> attachments = new ArrayList<>();
      try (ResultSet row = find.executeQuery()) {
        while (row.next()) {
          attachments.add(read(row));
        }
      }
      return attachments;
    }

    private void insert(long message, int position, Attachment attachment) throws SQLException {
      PreparedStatement insert = statements.of(INSERT);
      insert.setLong(1, message);
      insert.setInt(2, position);
      insert.setString(3, attachment.id().orElse(null));
      insert.setString(4, attachment.fileUrl());
      insert.setString(5, attachment.fileName());
      insert.setString(6, attachment.fileType());
      insert.setLong(7, attachment.fileSizeBytes());
      insert.setString(8, attachment.metadata().orElse(null));
      insert.executeUpdate();
    }

    private static Attachment read(ResultSet row) throws SQLException {
      return new Attachment(
          Optional.ofNullable(row.getString(1)),
          row.getString(2),
          row.getString(3),
          row.getString(4),
          row.getLong(5),
          Optional.ofNullable(row.getString(6)));
    }
  }
}
