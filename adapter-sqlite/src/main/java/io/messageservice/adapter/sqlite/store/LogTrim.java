package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.Statements;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes from the log of changes what was kept long enough: some rows with each commit, so that
 * none takes long. How far the log had come is noted with the first commit of each step of time,
 * which costs a message nothing; by that it is known what is old. Only the lane may call.
 */
final class LogTrim {

  /** How many steps there are in the time for which changes are kept. */
  private static final int STEPS = 128;

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
    left = removed == most;
    for (long of : files) {
      attachments.empty(of);
    }
    return !files.isEmpty();
  }

  /** For how long changes are kept, by which clock. Any thread may call. */
  record Retention(InstantSource clock, Duration kept) {

    /** The time since which changes are kept by now, in ms since 1970. */
    long keptSince() {
      return keptSince(clock.millis());
    }

    private long keptSince(long now) {
      return now - kept.toMillis();
    }

    private long step(long at) {
      return at / Math.max(1, kept.toMillis() / STEPS);
    }
  }
}
