package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.Statements;
import io.messageservice.domain.conversation.Ban;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.user.UserId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The tables {@code conversation_data} and {@code ban}. */
final class GroupRows {

  /**
   * The columns of the data, as {@link #data} reads them. A direct conversation has no row of them:
   * it is frozen where it is blocked.
   */
  static final String DATA =
      "d.title, d.avatar_url, d.metadata, CASE WHEN blocked THEN 1 ELSE d.frozen END";

  private static final String PUT_DATA =
      "INSERT OR REPLACE INTO conversation_data (conversation, title, avatar_url, metadata, frozen)"
          + " VALUES (?, ?, ?, ?, ?)";

  private static final String REMOVE_DATA = "DELETE FROM conversation_data WHERE conversation = ?";

  private static final String FIND_BAN =
      "SELECT until FROM ban WHERE conversation = ? AND user = ?";

  private static final String PUT_BAN =
      "INSERT OR REPLACE INTO ban (conversation, user, until) VALUES (?, ?, ?)";

  private static final String LIFT_BAN = "DELETE FROM ban WHERE conversation = ? AND user = ?";

  private static final String REMOVE_BANS = "DELETE FROM ban WHERE conversation = ?";

  private final Statements statements;

  GroupRows(Statements statements) {
    this.statements = statements;
  }

  /**
   * The data of a row in which they begin at that column.
   *
   * @param row its columns are NULL where there are no data
   */
  static ConversationData data(ResultSet row, int from) throws SQLException {
    if (row.getObject(from + 3) == null) {
      return ConversationData.NONE;
    }
    return new ConversationData(
        Optional.ofNullable(row.getString(from)),
        Optional.ofNullable(row.getString(from + 1)),
        Optional.ofNullable(row.getString(from + 2)),
        row.getBoolean(from + 3));
  }

  /** Writes the data in place of what they were. */
  void put(long conversation, ConversationData data) throws SQLException {
    if (data.equals(ConversationData.NONE)) {
      remove(REMOVE_DATA, conversation);
      return;
    }
    PreparedStatement put = statements.of(PUT_DATA);
    put.setLong(1, conversation);
    put.setString(2, data.title().orElse(null));
    put.setString(3, data.avatarUrl().orElse(null));
    put.setString(4, data.metadata().orElse(null));
    put.setBoolean(5, data.frozen());
    put.executeUpdate();
  }

  /** The ban of the user, whether it has ended or not. */
  Optional<Ban> ban(long conversation, UserId user) throws SQLException {
    PreparedStatement find = statements.of(FIND_BAN);
    find.setLong(1, conversation);
    find.setString(2, user.value());
    try (ResultSet row = find.executeQuery()) {
      return row.next()
          ? Optional.of(new Ban(user, Instant.ofEpochMilli(row.getLong(1))))
          : Optional.empty();
    }
  }

  /** Writes the ban in place of another one of the user, or removes it where it is lifted. */
  void put(long conversation, Ban ban) throws SQLException {
    boolean isLifted = ban.until().equals(Ban.LIFTED);
    PreparedStatement put = statements.of(isLifted ? LIFT_BAN : PUT_BAN);
    put.setLong(1, conversation);
    put.setString(2, ban.user().value());
    if (!isLifted) {
      put.setLong(3, ban.until().toEpochMilli());
    }
    put.executeUpdate();
  }

  /** Removes all that is here of the conversation. */
  void remove(long conversation) throws SQLException {
    for (String delete : List.of(REMOVE_DATA, REMOVE_BANS)) {
      remove(delete, conversation);
    }
  }

  private void remove(String delete, long conversation) throws SQLException {
    PreparedStatement remove = statements.of(delete);
    remove.setLong(1, conversation);
    remove.executeUpdate();
  }
}
