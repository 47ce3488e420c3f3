package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.Statements;
import io.messageservice.adapter.sqlite.store.MessageRows.Append;
import io.messageservice.domain.message.Mentions;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageAttributes;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.MessageType;
import io.messageservice.domain.message.ReplyTo;
import io.messageservice.domain.user.UserId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tables {@code message_detail} and {@code mention}. Of a plain message they have no row. */
final class DetailRows {

  /** In the column {@code detail} of a message of the system. */
  static final int SYSTEM = 2;

  private static final String INSERT =
      "INSERT INTO message_detail (row, type, reply_to, reply_seq, mentions, metadata)"
          + " VALUES (?, ?, ?, ?, ?, ?)";

  private static final String FIND =
      "SELECT type, reply_to, reply_seq, mentions, metadata FROM message_detail WHERE row = ?";

  /** Makes a row shorter and does not remove it, so that none moves. */
  private static final String EMPTY_METADATA =
      "UPDATE message_detail SET metadata = NULL WHERE row = ?";

  private static final String EMPTY_BUT_TYPE =
      "UPDATE message_detail SET reply_to = NULL, reply_seq = NULL, mentions = NULL,"
          + " metadata = NULL WHERE row = ?";

  private static final String MENTION =
      "INSERT INTO mention (conversation, user, seq, sender) VALUES (?, ?, ?, ?)";

  private static final String MENTIONED = "SELECT mentions FROM message_detail WHERE row = ?";

  private static final String REMOVE_MENTION =
      "DELETE FROM mention WHERE conversation = ? AND user = ? AND seq = ?";

  private final Statements statements;

  DetailRows(Statements statements) {
    this.statements = statements;
  }

  /** What stands in the column {@code detail} of a message; 0 where it has no row here. */
  static int detail(Message message) {
    if (message.attributes().isSystem()) {
      return SYSTEM;
    }
    boolean isPlain = message.attributes().isEmpty() && message.content().metadata().isEmpty();
    return isPlain ? 0 : 1;
  }

  void insert(Append append) throws SQLException {
    Message message = append.message();
    MessageAttributes attributes = message.attributes();
    Optional<ReplyTo> reply = attributes.replyTo();
    Mentions mentions = attributes.mentions();
    PreparedStatement insert = statements.of(INSERT);
    insert.setLong(1, append.row());
    insert.setString(2, attributes.type().map(MessageType::value).orElse(null));
    insert.setString(3, reply.map(to -> to.message().value()).orElse(null));
    insert.setObject(4, reply.map(ReplyTo::seq).orElse(null));
    insert.setString(5, mentions.isEmpty() ? null : UserList.joined(mentions.users()));
    insert.setString(6, message.content().metadata().orElse(null));
    insert.executeUpdate();
    if (!attributes.isSystem()) {
      for (String user : keys(mentions)) {
        insertMention(append, user);
      }
    }
  }

  private void insertMention(Append append, String user) throws SQLException {
    PreparedStatement insert = statements.of(MENTION);
    insert.setLong(1, append.conversation());
    insert.setString(2, user);
    insert.setLong(3, append.message().seq());
    insert.setString(4, append.message().sender().value());
    insert.executeUpdate();
  }

  /** What stands as the user in rows of mentions. */
  private static List<String> keys(Mentions mentions) {
    return mentions.everybody()
        ? List.of("")
        : mentions.users().stream().map(UserId::value).toList();
  }

  /** What is beside the message in that row; there must be something. */
  Detail find(long row) throws SQLException {
    PreparedStatement find = statements.of(FIND);
    find.setLong(1, row);
    try (ResultSet found = find.executeQuery()) {
      if (!found.next()) {
        throw new SQLException("a message without its details: the file is damaged");
      }
      @Nullable String reply = found.getString(2);
      long replySeq = found.getLong(3);
      return new Detail(
          new MessageAttributes(
              Optional.ofNullable(found.getString(1)).map(MessageType::new),
              Optional.ofNullable(reply).map(id -> new ReplyTo(new MessageId(id), replySeq)),
              mentions(found.getString(4))),
          Optional.ofNullable(found.getString(5)));
    }
  }

  private static Mentions mentions(@Nullable String users) {
    if (users == null) {
      return Mentions.NONE;
    }
    return users.isEmpty()
        ? Mentions.EVERYBODY
        : new Mentions(false, List.copyOf(UserList.users(users)));
  }

  /** Takes away what the message says here, and all but its type where it is deleted. */
  void empty(long conversation, long row, Message after) throws SQLException {
    if (after.isDeleted()) {
      removeMentions(conversation, row, after.seq());
    }
    PreparedStatement empty = statements.of(after.isDeleted() ? EMPTY_BUT_TYPE : EMPTY_METADATA);
    empty.setLong(1, row);
    empty.executeUpdate();
  }

  private void removeMentions(long conversation, long row, long seq) throws SQLException {
    for (String user : keys(mentioned(row))) {
      PreparedStatement remove = statements.of(REMOVE_MENTION);
      remove.setLong(1, conversation);
      remove.setString(2, user);
      remove.setLong(3, seq);
      remove.executeUpdate();
    }
  }

  private Mentions mentioned(long row) throws SQLException {
    PreparedStatement find = statements.of(MENTIONED);
    find.setLong(1, row);
    try (ResultSet found = find.executeQuery()) {
      return found.next() ? mentions(found.getString(1)) : Mentions.NONE;
    }
  }

  /**
   * What a message has beside its text and attachments.
   *
   * @param metadata as it was sent; empty where the message was edited or deleted since
   */
  record Detail(MessageAttributes attributes, Optional<String> metadata) {

    /** Of a plain message. */
    static final Detail NONE = new Detail(MessageAttributes.NONE, Optional.empty());
  }
}
