package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.Statements;
import io.messageservice.adapter.sqlite.store.SqliteStore.Retention;
import io.messageservice.adapter.sqlite.store.SqliteStore.SharedState;
import io.messageservice.application.port.out.Trace;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  /** The rows that were given out after that one are of a command. */
  void trace(Trace command, long after) throws SQLException {
    Optional<String> traceparent = command.sampledTraceparent();
    for (long row = after + 1; traceparent.isPresent() && row <= lastRow; row++) {
      changes.trace(row, traceparent.get());
    }
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

  /**
   * Removes from the log of changes what was kept long enough: some rows with each commit, so that
   * none takes long. How far the log had come is noted with the first commit of each step of time,
   * which costs a message nothing; by that it is known what is old. Only the lane may call.
   */
  static final class LogTrim {

    /** How many rows a commit removes at most, beside twice as many as it wrote. */
    static final int ROWS = 64;

    /** The newest commit that is there is the last one of its step. */
    private static final String NOTE =
        "INSERT OR REPLACE INTO log_time (at, row)"
            + " SELECT at, last_row FROM last_commit WHERE lane = 0";

    private static final String MOVE_CUT = "UPDATE change_log_cut SET row = ? WHERE lane = 0";

    private static final String FORGET = "DELETE FROM log_time WHERE row <= ?";

    private static final String REMOVE =
        "DELETE FROM change_log WHERE row IN (SELECT row FROM change_log"
            + " WHERE row <= (SELECT row FROM change_log_cut WHERE lane = 0) ORDER BY row LIMIT ?)"
            + " RETURNING files";

    private static final String REMOVE_TRACES =
        "DELETE FROM change_trace WHERE row IN (SELECT row FROM change_trace"
            + " WHERE row <= (SELECT row FROM change_log_cut WHERE lane = 0) ORDER BY row LIMIT ?)";

    private final Statements statements;
    private final ChangeRows changes;
    private final AttachmentRows attachments;
    private final Retention retention;

    /** Whether the cut was moved by this one: the time since the last commit may be long. */
    private boolean begun;

    /** Whether rows up to the cut may be left. */
    private boolean left = true;

    LogTrim(Statements statements, ChangeRows changes, Retention retention) {
      this.statements = statements;
      this.changes = changes;
      this.attachments = new AttachmentRows(statements);
      this.retention = retention;
    }

    /**
     * Removes some rows; to be called before each commit.
     *
     * @param committedAt when the commit before was, in ms since 1970 as {@code now} is
     * @param written how many rows the commit wrote
     * @return whether URLs of files were taken away
     */
    boolean run(long now, long committedAt, long written) throws SQLException {
      boolean isNextStep = retention.step(now) != retention.step(committedAt);
      if (isNextStep) {
        statements.run(NOTE);
      }
      if (isNextStep || !begun) {
        begun = true;
        left = true;
        moveCut(changes.cut(retention.keptSince(now)));
      }
      return left && remove(ROWS + 2 * written);
    }

    private void moveCut(long cut) throws SQLException {
      for (String sql : List.of(MOVE_CUT, FORGET)) {
        PreparedStatement statement = statements.of(sql);
        statement.setLong(1, cut);
        statement.executeUpdate();
      }
    }

    private boolean remove(long most) throws SQLException {
      PreparedStatement remove = statements.of(REMOVE);
      remove.setLong(1, most);
      List<Long> files = new ArrayList<>();
      int removed = 0;
      try (ResultSet row = remove.executeQuery()) {
        for (; row.next(); removed++) {
          if (row.getLong(1) != 0) {
            files.add(row.getLong(1));
          }
        }
      }
      left = removeTraces(most) == most || removed == most;
      for (long of : files) {
        attachments.empty(of);
      }
      return !files.isEmpty();
    }

    private int removeTraces(long most) throws SQLException {
      PreparedStatement remove = statements.of(REMOVE_TRACES);
      remove.setLong(1, most);
      return remove.executeUpdate();
    }
  }
}
