package io.messageservice.adapter.sqlite;

import io.messageservice.application.port.out.StoreUnavailable;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/**
 * Whether the store writes, into files that lie where they were opened. From its first failure
 * until a {@link SqliteTrial} has succeeded nothing is tried by clients' commands, so that none of
 * them waits for a disk that does not answer. Files that were removed, moved or replaced are not
 * written at all, not by a trial either, until the same ones are back: a connection that is opened
 * meanwhile would not find what those before it wrote.
 *
 * <p>Any thread may call; what is kept is guarded by this object.
 */
final class SqliteHealth {

  private final SqliteEvents events;
  private final OpenFiles files;
  private @Nullable SQLException failure;
  private @Nullable SQLException displacement;
  private boolean damaged;
  private boolean everFailed;

  SqliteHealth(SqliteEvents events, OpenFiles files) {
    this.events = events;
    this.files = files;
  }

  /** Goes on only where the store works as far as is known, and its files lie in their place. */
  void requireWorking() {
    requireNoFailure();
    requireInPlace();
  }

  /**
   * Goes on only where the messages lie in their place: before a commit is begun, and again before
   * it is acknowledged.
   */
  void requireInPlace() {
    files.problemOfData().ifPresent(problem -> displaced(Optional.of(problem)));
    requireNoFailure();
  }

  /** Finds out whether all files lie in their place, or do so again; may block. */
  void look() {
    displaced(files.problem());
  }

  private synchronized void displaced(Optional<String> problem) {
    boolean worked = works();
    displacement = problem.map(SQLException::new).orElse(null);
    if (worked && displacement != null) {
      events.failed(displacement);
    } else if (!worked && works()) {
      events.recovered();
    }
  }

  synchronized boolean works() {
    return failure == null && displacement == null;
  }

  /** Whether the files lay in their place when that was last looked at. */
  synchronized boolean inPlace() {
    return displacement == null;
  }

  /** Whether it is worth trying: into a damaged file nothing is written until the next start. */
  synchronized boolean mayRecover() {
    return failure != null && !damaged && displacement == null;
  }

  /** Whether there was never a failure, so that all that was told to be written is. */
  synchronized boolean neverFailed() {
    return !everFailed;
  }

  synchronized void failed(SQLException e) {
    everFailed = true;
    damaged |= isDamage(e);
    boolean worked = works();
    failure = failure == null ? e : failure;
    if (worked) {
      events.failed(e);
    }
  }

  synchronized void recovered() {
    boolean worked = works();
    failure = null;
    if (!worked && works()) {
      events.recovered();
    }
  }

  void commitFound(SQLException answer) {
    events.commitFound(answer);
  }

  private synchronized void requireNoFailure() {
    SQLException reason = displacement == null ? failure : displacement;
    if (reason != null) {
      throw new StoreUnavailable("the store does not write", reason);
    }
  }

  private static boolean isDamage(SQLException e) {
    int code = e.getErrorCode() & 0xff;
    return code == SQLiteErrorCode.SQLITE_CORRUPT.code
        || code == SQLiteErrorCode.SQLITE_NOTADB.code;
  }
}
