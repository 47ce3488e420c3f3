package io.messageservice.adapter.jdbc;

import io.messageservice.application.port.out.StoreUnavailable;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/**
 * Whether the store writes. From its first failure until a {@link Trial} has succeeded nothing is
 * tried by clients' commands, so that none of them waits for a disk that does not answer.
 *
 * <p>Any thread may call; what is kept is guarded by this object.
 */
final class Health {

  private final JdbcEvents events;
  private @Nullable SQLException failure;
  private boolean damaged;
  private boolean everFailed;

  Health(JdbcEvents events) {
    this.events = events;
  }

  /** Goes on only where the store works as far as is known. */
  synchronized void requireWorking() {
    if (failure != null) {
      throw new StoreUnavailable("the store does not write", failure);
    }
  }

  synchronized boolean works() {
    return failure == null;
  }

  /** Whether it is worth trying: into a damaged file nothing is written until the next start. */
  synchronized boolean mayRecover() {
    return failure != null && !damaged;
  }

  /** Whether there was never a failure, so that all that was told to be written is. */
  synchronized boolean neverFailed() {
    return !everFailed;
  }

  synchronized void failed(SQLException e) {
    everFailed = true;
    damaged |= isDamage(e);
    if (failure == null) {
      failure = e;
      events.failed(e);
    }
  }

  synchronized void recovered() {
    if (failure != null) {
      failure = null;
      events.recovered();
    }
  }

  void commitFound(SQLException answer) {
    events.commitFound(answer);
  }

  private static boolean isDamage(SQLException e) {
    int code = e.getErrorCode() & 0xff;
    return code == SQLiteErrorCode.SQLITE_CORRUPT.code
        || code == SQLiteErrorCode.SQLITE_NOTADB.code;
  }
}
