package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.Statements;
import io.messageservice.adapter.sqlite.store.SqliteStore.SharedState;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The connection that writes, with its tables and the numbers given out last. Only the lane. */
final class TableWriter {

  private static final String LAST =
      "SELECT id, last_row, last_conversation, at FROM last_commit WHERE lane = 0";

  private static final String STAMP =
      "UPDATE last_commit SET id = ?, last_row = ?, last_conversation = ?, at = ? WHERE lane = 0";

  private final Statements statements;
  private final ConversationRows conversations;
  private final GroupRows groups;
  private final MessageRows messages;
  private final ChangedRows changed;
  private final PersonalRows personal;
  private final BlockRows blocks;
  private final Positions positions;
  private final ChangeRows changes;
  private final LogTrim trim;

  private boolean begun;
  private long commitId;

  /** When the newest commit was, in ms since 1970. */
  private long committedAt;

  private long committedRow;
  private long lastRow;
  private long lastConversation;

  TableWriter(Statements statements, SharedState shared) throws SQLException {
    this.statements = statements;
    this.conversations = new ConversationRows(statements, shared.participants());
    this.groups = new GroupRows(statements);
    this.changed = new ChangedRows(statements, shared.digests());
    this.messages = new MessageRows(statements, shared.ids(), changed);
    this.personal = new PersonalRows(statements);
    this.blocks = new BlockRows(statements);
    this.positions = new Positions(statements);
    this.changes = new ChangeRows(statements);
    this.trim = new LogTrim(statements, changes, shared.retention());
    recall();
  }

  Statements statements() {
    return statements;
  }

  ConversationRows conversations() {
    return conversations;
  }

  GroupRows groups() {
    return groups;
  }

  MessageRows messages() {
    return messages;
  }

  ChangedRows changed() {
    return changed;
  }

  PersonalRows personal() {
    return personal;
  }

  BlockRows blocks() {
    return blocks;
  }

  Positions positions() {
    return positions;
  }

  ChangeRows changes() {
    return changes;
  }

  /** The newest commit. */
  long commitId() {
    return commitId;
  }

  long nextRow() {
    return ++lastRow;
  }

  /** The row that was given out last. */
  long lastRow() {
    return lastRow;
  }

  long nextConversation() {
    return ++lastConversation;
  }

  void begin() throws SQLException {
    statements.run("BEGIN IMMEDIATE");
    begun = true;
  }

  /** Removes some of the log that is old; whether it took away what a message was. */
  boolean trim(long now) throws SQLException {
    return trim.run(now, committedAt, lastRow - committedRow);
  }

  /** Writes the id of the commit that comes next, and gives it. */
  long stamp(long now) throws SQLException {
    long id = commitId + 1;
    PreparedStatement stamp = statements.of(STAMP);
    stamp.setLong(1, id);
    stamp.setLong(2, lastRow);
    stamp.setLong(3, lastConversation);
    stamp.setLong(4, now);
    stamp.executeUpdate();
    committedAt = now;
    committedRow = lastRow;
    return id;
  }

  /** Commits what is stamped. After an exception nobody knows, and this writer is done with. */
  void commit() throws SQLException {
    statements.run("COMMIT");
    begun = false;
    commitId++;
  }

  /** Takes everything back that was written since {@link #begin}. */
  void rollback() throws SQLException {
    statements.run("ROLLBACK");
    begun = false;
    recall();
  }

  /** Takes back what is not committed, before the connection is given up. */
  void abandon() throws SQLException {
    if (begun) {
      begun = false;
      statements.run("ROLLBACK");
    }
  }

  private void recall() throws SQLException {
    try (ResultSet last = statements.of(LAST).executeQuery()) {
      if (!last.next()) {
        throw new SQLException("the store has no write lane: the file is damaged");
      }
      commitId = last.getLong(1);
      lastRow = last.getLong(2);
      committedRow = lastRow;
      lastConversation = last.getLong(3);
      committedAt = last.getLong(4);
    }
  }
}
