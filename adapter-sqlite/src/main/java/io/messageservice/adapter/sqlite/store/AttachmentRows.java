package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.Statements;
import io.messageservice.domain.message.Attachment;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table {@code attachment}: a row each, by the row of the message or of the edition. */
final class AttachmentRows {

  /** How many rows there may be for each message, more than it may have attachments. */
  private static final long ROOM = 1_024;

  private static final String INSERT =
      "INSERT INTO attachment (row, id, file_url, file_name, file_type, file_size, metadata)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?)";

  private static final String FIND =
      "SELECT id, file_url, file_name, file_type, file_size, metadata FROM attachment"
          + " WHERE row BETWEEN ? AND ? ORDER BY row";

  /** Makes rows shorter and removes none, so that none moves. */
  private static final String EMPTY =
      "UPDATE attachment SET id = NULL, file_url = '', file_name = '', file_type = '',"
          + " file_size = 0, metadata = NULL WHERE row BETWEEN ? AND ?";

  /** Takes away what {@link #urls} does not need, in the same way. */
  private static final String EMPTY_BUT_URL =
      "UPDATE attachment SET id = NULL, file_name = '', file_type = '', file_size = 0,"
          + " metadata = NULL WHERE row BETWEEN ? AND ?";

  private static final String URLS =
      "SELECT file_url FROM attachment WHERE row BETWEEN ? AND ? ORDER BY row";

  private final Statements statements;

  AttachmentRows(Statements statements) {
    this.statements = statements;
  }

  void insert(long of, List<Attachment> attachments) throws SQLException {
    for (int i = 0; i < attachments.size(); i++) {
      insert(of * ROOM + i, attachments.get(i));
    }
  }

  List<Attachment> find(long of) throws SQLException {
    List<Attachment> attachments = new ArrayList<>();
    try (ResultSet row = within(FIND, of).executeQuery()) {
      while (row.next()) {
        attachments.add(read(row));
      }
    }
    return attachments;
  }

  /** Takes away what they say. */
  void empty(long of) throws SQLException {
    within(EMPTY, of).executeUpdate();
  }

  /** Takes away what they say but for the URLs of the files; whether there are any. */
  boolean emptyButUrls(long of) throws SQLException {
    return within(EMPTY_BUT_URL, of).executeUpdate() > 0;
  }

  /** The URLs of the files, in their order. */
  List<String> urls(long of) throws SQLException {
    List<String> urls = new ArrayList<>();
    try (ResultSet row = within(URLS, of).executeQuery()) {
      while (row.next()) {
        urls.add(row.getString(1));
      }
    }
    return urls;
  }

  private PreparedStatement within(String sql, long of) throws SQLException {
    PreparedStatement statement = statements.of(sql);
    statement.setLong(1, of * ROOM);
    statement.setLong(2, of * ROOM + ROOM - 1);
    return statement;
  }

  private void insert(long row, Attachment attachment) throws SQLException {
    PreparedStatement insert = statements.of(INSERT);
    insert.setLong(1, row);
    insert.setString(2, attachment.id().orElse(null));
    insert.setString(3, attachment.fileUrl());
    insert.setString(4, attachment.fileName());
    insert.setString(5, attachment.fileType());
    insert.setLong(6, attachment.fileSizeBytes());
    insert.setString(7, attachment.metadata().orElse(null));
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
