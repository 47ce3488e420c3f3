package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.Statements;
import io.messageservice.adapter.sqlite.store.Positions.Extent;
import io.messageservice.application.store.ContentDigest;
import io.messageservice.domain.message.Deletion;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageChange;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.ReactionChange;
import io.messageservice.domain.message.Revision;
import io.messageservice.domain.user.UserId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * The tables {@code changed_message} and {@code edition}. Of a conversation in which no message was
 * changed nothing is asked.
 */
final class ChangedRows {

  private static final String PUT =
      "INSERT INTO changed_message (conversation, seq, rev, message, changed_at, edition,"
          + " deleted_of, by_sender, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT DO UPDATE SET rev = excluded.rev, changed_at = excluded.changed_at,"
          + " edition = excluded.edition, deleted_of = excluded.deleted_of,"
          + " by_sender = excluded.by_sender, digest = coalesce(digest, excluded.digest)";

  private static final String PUT_REACTED =
      "INSERT INTO changed_message (conversation, seq, rev, message, changed_at, by_sender)"
          + " VALUES (?, ?, ?, ?, -1, 0) ON CONFLICT DO UPDATE SET rev = excluded.rev";

  private static final String INSERT =
      "INSERT INTO edition (row, content, metadata) VALUES (?, ?, ?)";

  /** Makes a row shorter and does not remove it, so that none moves. */
  private static final String EMPTY =
      "UPDATE edition SET content = '', metadata = NULL WHERE row = ?";

  private static final String EDITION =
      "SELECT edition FROM changed_message WHERE conversation = ? AND seq = ?";

  private static final String DIGEST =
      "SELECT digest FROM changed_message WHERE conversation = ? AND seq = ?";

  private static final String AFTER =
      " FROM changed_message WHERE conversation = ? AND seq <= ? AND rev > ?";

  /** In the order of the index {@code changed_message_by_rev}. */
  static final String ROWS = "SELECT message" + AFTER + " ORDER BY rev LIMIT ?";

  /** By the same index. */
  static final String COUNT = "SELECT count(*) FROM (SELECT 1" + AFTER + " LIMIT ?)";

  /** By the key: looks at no messages but the first. */
  static final String COUNT_OF_FIRST = COUNT.replace("rev >", "+rev >");

  /** By the index {@code changed_message_deleted} alone. */
  static final String DELETED =
      "SELECT count(*) FROM changed_message WHERE conversation = ? AND seq BETWEEN ? AND ?"
          + " AND deleted_of IS NOT NULL AND deleted_of <> ?";

  private final Statements statements;
  private final ContentDigest digests;

  ChangedRows(Statements statements, ContentDigest digests) {
    this.statements = statements;
    this.digests = digests;
  }

  /**
   * Notes the last change of a message.
   *
   * @param row of the message
   * @param edition the row of its edition, where it is not deleted
   */
  void put(long conversation, long row, long edition, MessageChange change) throws SQLException {
    Message after = change.after();
    Revision revision = after.revision();
    Optional<Deletion> deletion = revision.deletion();
    PreparedStatement put = statements.of(PUT);
    put.setLong(1, conversation);
    put.setLong(2, after.seq());
    put.setLong(3, after.rev());
    put.setLong(4, row);
    put.setLong(5, deletion.map(Deletion::at).or(revision::editedAt).orElseThrow().toEpochMilli());
    put.setObject(6, deletion.isPresent() ? null : edition);
    boolean isCounted = deletion.isPresent() && !after.attributes().isSystem();
    put.setString(7, isCounted ? after.sender().value() : null);
    put.setBoolean(8, deletion.filter(Deletion::bySender).isPresent());
    put.setBytes(9, change.firstContent().map(digests::of).orElse(null));
    put.executeUpdate();
  }

  /**
   * Notes the last change of the reactions to a message.
   *
   * @param row of the message
   */
  void put(long conversation, long row, ReactionChange change) throws SQLException {
    PreparedStatement put = statements.of(PUT_REACTED);
    put.setLong(1, conversation);
    put.setLong(2, change.after().seq());
    put.setLong(3, change.after().rev());
    put.setLong(4, row);
    put.executeUpdate();
  }

  /** Writes what an edited message says. */
  void insertEdition(long edition, MessageContent content) throws SQLException {
    PreparedStatement insert = statements.of(INSERT);
    insert.setLong(1, edition);
    insert.setString(2, content.text());
    insert.setString(3, content.metadata().orElse(null));
    insert.executeUpdate();
  }

  /** Takes away what an edition says. */
  void emptyEdition(long edition) throws SQLException {
    PreparedStatement empty = statements.of(EMPTY);
    empty.setLong(1, edition);
    empty.executeUpdate();
  }

  /** The edition of the message at that position; 0 where it was never edited or is deleted. */
  long edition(long conversation, long seq) throws SQLException {
    PreparedStatement select = statements.of(EDITION);
    select.setLong(1, conversation);
    select.setLong(2, seq);
    return number(select);
  }

  /** Recognises what the message at that position was sent with, where it was changed since. */
  Optional<Predicate<String>> firstContent(long conversation, long seq) throws SQLException {
    PreparedStatement select = statements.of(DIGEST);
    select.setLong(1, conversation);
    select.setLong(2, seq);
    try (ResultSet found = select.executeQuery()) {
      return found.next()
          ? Optional.ofNullable(found.getBytes(1)).map(digests::isOf)
          : Optional.empty();
    }
  }

  /** The rows of messages up to a position that were changed after that number, by their last. */
  long[] rows(Extent extent, long upToSeq, long afterRev, long limit) throws SQLException {
    if (extent.changes() == 0) {
      return new long[0];
    }
    PreparedStatement select = after(ROWS, extent, upToSeq, afterRev);
    select.setLong(4, limit);
    LongStream.Builder rows = LongStream.builder();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        rows.add(found.getLong(1));
      }
    }
    return rows.build().toArray();
  }

  /** How many messages up to a position were changed after that number, as many at most. */
  long count(Extent extent, long upToSeq, long afterRev, long most) throws SQLException {
    if (extent.changes() == 0) {
      return 0;
    }
    String sql = upToSeq <= most ? COUNT_OF_FIRST : COUNT;
    PreparedStatement select = after(sql, extent, upToSeq, afterRev);
    select.setLong(4, most);
    return number(select);
  }

  /**
   * How many of the messages at these positions others than the reader sent and are deleted, but
   * for those of the system.
   */
  long deletedOfOthers(Extent extent, UserId reader, long from, long to) throws SQLException {
    if (extent.changes() == 0) {
      return 0;
    }
    PreparedStatement select = after(DELETED, extent, from, to);
    select.setString(4, reader.value());
    return number(select);
  }

  private PreparedStatement after(String sql, Extent extent, long one, long other)
      throws SQLException {
    PreparedStatement select = statements.of(sql);
    select.setLong(1, extent.conversation());
    select.setLong(2, one);
    select.setLong(3, other);
    return select;
  }

  private static long number(PreparedStatement select) throws SQLException {
    try (ResultSet found = select.executeQuery()) {
      return found.next() ? found.getLong(1) : 0;
    }
  }
}
