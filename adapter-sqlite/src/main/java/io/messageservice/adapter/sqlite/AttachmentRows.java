package io.messageservice.adapter.sqlite;

import io.messageservice.domain.message.Attachment;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table {@code attachment}: a row each, by the row of the message. */
final class AttachmentRows {

  private static final String INSERT =
      "INSERT INTO attachment (message, position, id, file_url, file_name, file_type, file_size,"
          + " metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

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
