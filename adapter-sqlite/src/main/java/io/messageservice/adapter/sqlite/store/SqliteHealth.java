package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.Connections;
import io.messageservice.adapter.sqlite.SqliteEvents;
import io.messageservice.adapter.sqlite.Statements;
import io.messageservice.application.port.out.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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

  /** Whether there was never a failure, so that all that was to be written is. */
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

  /**
   * The files that an open store writes, as the file system knows them: an open file that was
   * removed or moved is written on, and nobody finds it again.
   *
   * <p>On file systems that give files no identity ({@link BasicFileAttributes#fileKey}; those of
   * Windows) only a missing file is noticed, not one that was replaced. Any thread that may block
   * may call.
   */
  static final class OpenFiles {

    /** What the process holds the folder by. */
    private static final String LOCK = ".lock";

    /** The database and its log. Identities by path; null where the file system gives none. */
    private final Map<Path, @Nullable Object> data = new LinkedHashMap<>();

    /** The index of the log, and the lock. */
    private final Map<Path, @Nullable Object> rest = new LinkedHashMap<>();

    private OpenFiles() {}

    /** The files of the database that exist now; to be called once it is open. */
    static OpenFiles of(Path database) throws IOException {
      OpenFiles files = new OpenFiles();
      note(database, files.data);
      note(database.resolveSibling(database.getFileName() + "-wal"), files.data);
      note(database.resolveSibling(database.getFileName() + "-shm"), files.rest);
      note(database.resolveSibling(LOCK), files.rest);
      return files;
    }

    /** What is wrong with the first of those that hold messages and do not lie in their place. */
    Optional<String> problemOfData() {
      return problem(data);
    }

    /** What is wrong with the first of all that does not lie in its place. */
    Optional<String> problem() {
      return problem(data).or(() -> problem(rest));
    }

    private static Optional<String> problem(Map<Path, @Nullable Object> keys) {
      for (Map.Entry<Path, @Nullable Object> known : keys.entrySet()) {
        Optional<String> problem = problem(known.getKey(), known.getValue());
        if (problem.isPresent()) {
          return problem;
        }
      }
      return Optional.empty();
    }

    private static Optional<String> problem(Path file, @Nullable Object known) {
      try {
        return Objects.equals(key(file), known)
            ? Optional.empty()
            : Optional.of(file.getFileName() + " was replaced by another file");
      } catch (NoSuchFileException e) {
        return Optional.of(file.getFileName() + " was removed or moved");
      } catch (IOException e) {
        return Optional.of(file.getFileName() + " cannot be reached");
      }
    }

    private static void note(Path file, Map<Path, @Nullable Object> keys) throws IOException {
      try {
        keys.put(file, key(file));
      } catch (NoSuchFileException e) {
        // not every store has each
      }
    }

    private static @Nullable Object key(Path file) throws IOException {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }
  }

  /**
   * Finds out whether a store that failed works again, by writing something that nobody needs and
   * taking it away. As much as a busy batch writes: a disk with room for one page has not
   * recovered.
   *
   * <p>One thread at a time may call, any may; it may block. While the store fails, the ledger has
   * given its connection back.
   */
  static final class SqliteTrial {

    private static final int BYTES = 256 << 10;

    private static final String PUT =
        "INSERT INTO meta (name, value) VALUES ('trial', zeroblob(?))"
            + " ON CONFLICT DO UPDATE SET value = excluded.value";
    private static final String REMOVE = "DELETE FROM meta WHERE name = 'trial'";

    private final Connections connections;
    private final SqliteHealth health;

    SqliteTrial(Connections connections, SqliteHealth health) {
      this.connections = connections;
      this.health = health;
    }

    /** Tries where there was a failure; does nothing where the store works. */
    void run() {
      if (!health.mayRecover()) {
        return;
      }
      try {
        connections.ask(SqliteTrial::write);
      } catch (SQLException e) {
        health.failed(e);
        return;
      }
      health.recovered();
    }

    private static int write(Statements statements) throws SQLException {
      PreparedStatement put = statements.of(PUT);
      put.setInt(1, BYTES);
      put.executeUpdate();
      return statements.of(REMOVE).executeUpdate();
    }
  }
}
