package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.Connections;
import io.messageservice.adapter.sqlite.Statements;
import io.messageservice.adapter.sqlite.StoreConnections;
import java.sql.SQLException;
import org.sqlite.SQLiteConnection;

/**
 * Empties the write-ahead log after messages were edited or deleted. What they were before is
 * overwritten in the tables at once, but stays in the log, which is written again from its
 * beginning only where it has become long.
 *
 * <p>Only the one that writes notes what was removed and what was committed. One thread at a time
 * may look; it may block.
 */
final class LogTruncation {

  /**
   * From one truncation to the next: each moves everything to the database, also what will soon be
   * written again.
   */
  private static final int LOOKS_APART = 30;

  /** After one that did not come to its turn. */
  private static final int LOOKS_TO_RETRY = 5;

  /** How long one may wait for the writer or, while the writer waits, for readers. */
  private static final int WAIT_MS = 100;

  private final Connections readers;
  private volatile boolean removed;

  /** Whether {@link #look} did not come to its turn, where others write without a pause. */
  private volatile boolean left;

  /** Until the next truncation, where it is needed. Only {@link #look}. */
  private int looksLeft;

  /**
   * @param readers of which one is used: the one that writes is taken
   * @param removed whether something may have been removed before
   */
  LogTruncation(Connections readers, boolean removed) {
    this.readers = readers;
    this.removed = removed;
  }

  /**
   * Something was removed, in what is committed by now or by the one transaction under way: while
   * that lasts the log cannot be emptied.
   */
  void note() {
    removed = true;
  }

  /**
   * Empties the log where {@link #look} could not. To be called after a commit by the one that
   * writes, so that nobody else does meanwhile.
   */
  void committed(Statements writer) {
    if (!left) {
      return;
    }
    left = false;
    try {
      if (isEmptied(writer)) {
        removed = false;
      }
    } catch (SQLException e) {
      // The next look tries again.
    }
  }

  /** Empties the log where that is needed and its turn; to be called every second or so. */
  void look() {
    looksLeft = Math.max(0, looksLeft - 1);
    if (!removed || looksLeft > 0) {
      return;
    }
    removed = false;
    boolean done = isTruncated();
    if (!done) {
      removed = true;
    }
    left = !done;
    looksLeft = done ? LOOKS_APART : LOOKS_TO_RETRY;
  }

  private boolean isTruncated() {
    try {
      return readers.ask(LogTruncation::isTruncated);
    } catch (SQLException e) {
      return false;
    }
  }

  /** First moves what it can while others write, so that they wait for little of it. */
  private static boolean isTruncated(Statements statements) throws SQLException {
    statements.number("PRAGMA wal_checkpoint(PASSIVE)");
    return isEmptied(statements);
  }

  private static boolean isEmptied(Statements statements) throws SQLException {
    SQLiteConnection connection = statements.connection().unwrap(SQLiteConnection.class);
    connection.setBusyTimeout(WAIT_MS);
    try {
      return statements.number("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
    } finally {
      connection.setBusyTimeout(StoreConnections.BUSY_TIMEOUT_MS);
    }
  }
}
