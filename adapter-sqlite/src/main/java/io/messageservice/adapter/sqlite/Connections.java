package io.messageservice.adapter.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A fixed number of connections, opened at once and kept with the statements that they have
 * prepared: a read of one page takes five, and preparing them costs more than running them. One
 * that failed is dropped, and opened again for the next caller. Any thread that may block may call.
 */
public final class Connections implements AutoCloseable {

  private final Opener opener;
  private final long timeoutMs;
  private final Semaphore free;
  private final Deque<Statements> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  /**
   * @param timeoutMs how long a caller waits where all are taken
   * @throws SQLException where one cannot be opened; then none stays open
   */
  public Connections(int count, long timeoutMs, Opener opener) throws SQLException {
    this.opener = opener;
    this.timeoutMs = timeoutMs;
    this.free = new Semaphore(count);
    boolean good = false;
    try {
      for (int i = 0; i < count; i++) {
        idle.push(new Statements(opener.open()));
      }
      good = true;
    } finally {
      if (!good) {
        close();
      }
    }
  }

  /** Asks on one of them, which is dropped where that fails. */
  public <T> T ask(Task<T> task) throws SQLException {
    Statements statements = take();
    boolean good = false;
    try {
      T answer = task.run(statements);
      good = true;
      return answer;
    } finally {
      if (good) {
        give(statements);
      } else {
        drop(statements);
      }
    }
  }

  /**
   * A connection for this caller alone, until it is {@link #drop dropped}.
   *
   * @throws SQLException where all stay taken for too long, or one cannot be opened
   */
  public Statements take() throws SQLException {
    reserve();
    boolean good = false;
    try {
      if (closed) {
        throw new SQLException("the store is closed");
      }
      Statements kept = idle.poll();
      Statements taken = kept == null ? new Statements(opener.open()) : kept;
      good = true;
      return taken;
    } finally {
      if (!good) {
        free.release();
      }
    }
  }

  /** Closes a connection, since nobody knows what state it is in. */
  public void drop(Statements taken) throws SQLException {
    try {
      taken.connection().close();
    } finally {
      free.release();
    }
  }

  /** Closes those that nobody uses; one in use is closed when it is given back. */
  @Override
  public void close() {
    closed = true;
    for (Statements kept = idle.poll(); kept != null; kept = idle.poll()) {
      try {
        kept.connection().close();
      } catch (SQLException e) {
        // Nothing is lost: what was committed is in the files.
      }
    }
  }

  private void give(Statements taken) {
    idle.push(taken);
    free.release();
    if (closed) {
      close();
    }
  }

  private void reserve() throws SQLException {
    try {
      if (!free.tryAcquire(timeoutMs, TimeUnit.MILLISECONDS)) {
        throw new SQLException("no connection was free for " + timeoutMs + " ms");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while no connection was free", e);
    }
  }

  /** Makes a connection. */
  public interface Opener {
    Connection open() throws SQLException;
  }

  /** What is done on a connection. */
  public interface Task<T> {
    T run(Statements statements) throws SQLException;
  }
}
