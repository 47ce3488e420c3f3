package io.messageservice.adapter.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.IntConsumer;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/**
 * A verified copy of a store, in one file that needs nothing beside it.
 *
 * @param conversations how many it holds
 * @param messages how many it holds
 */
public record StoreCopy(long conversations, long messages) {

  private static final int BUSY_TIMEOUT_MS = 5_000;

  /** Pages from one look at the progress to the next: 4 MiB. */
  private static final int STEP_PAGES = 1_024;

  /** The file of the store in this folder; it need not exist. */
  public static Path storeIn(Path folder) {
    return SqliteConfig.in(folder, SqliteConfig.Sync.FULL).file();
  }

  /**
   * Copies the store in the folder as it is at this moment, and verifies the copy. The store may be
   * in use by another process, which neither waits for this nor makes it begin again: all is read
   * in one transaction of the write-ahead log. That log cannot be shortened meanwhile. Where the
   * copy is opened as a store without {@link #ready}, it begins another epoch by itself.
   *
   * @param target an empty file; where this fails it is worth nothing
   * @param progress gets percents, ascending
   * @throws UnusableStore where there is no store, it cannot be read, or the copy is not sound
   */
  public static StoreCopy make(Path folder, Path target, IntConsumer progress) {
    Path source = storeIn(folder);
    if (!Files.exists(source)) {
      throw new UnusableStore("holds no " + source.getFileName());
    }
    try (Connection connection = open(source)) {
      run(connection, "PRAGMA query_only = ON");
      Schema.requireKnown(connection);
      run(connection, "BEGIN");
      StoreCopy held = count(connection); // begins to read
      copy(connection, target, progress);
      run(connection, "COMMIT");
      requireEqual(held, verify(target));
      mark(target);
      return held;
    } catch (SQLException e) {
      throw new UnusableStore("cannot be copied: " + e.getMessage(), e);
    }
  }

  /**
   * Verifies a copy and readies it for being a store: one with another epoch, since clients may
   * have seen messages that are not in it.
   *
   * @param file changed by this; with its log beside it, if it has one
   * @throws UnusableStore where it is no sound store of this service
   */
  public static StoreCopy ready(Path file, SecureRandom random) {
    StoreCopy copy = verify(file);
    try (Connection connection = open(file)) {
      StoreState.renew(new Statements(connection), random);
      return copy;
    } catch (SQLException e) {
      throw new UnusableStore("cannot be written: " + e.getMessage(), e);
    }
  }

  /**
   * Moves what is in the log of a store that nobody uses to its file, where it is sound enough, so
   * that the file needs nothing beside it.
   */
  public static void settle(Path file) {
    try (Connection connection = open(file)) {
      run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (SQLException e) {
      // it is kept as it is, with its log
    }
  }

  private static void copy(Connection connection, Path target, IntConsumer progress)
      throws SQLException {
    int[] reported = {-1};
    int code =
        connection
            .unwrap(SQLiteConnection.class)
            .getDatabase()
            .backup(
                "main",
                target.toString(),
                (left, all) -> report(percent(left, all), reported, progress),
                BUSY_TIMEOUT_MS / 10,
                10,
                STEP_PAGES);
    if (code != SQLiteErrorCode.SQLITE_OK.code && code != SQLiteErrorCode.SQLITE_DONE.code) {
      throw new SQLException(SQLiteErrorCode.getErrorCode(code).message, "", code);
    }
  }

  private static int percent(int left, int all) {
    return all == 0 ? 100 : (int) (100L * (all - left) / all);
  }

  private static void report(int percent, int[] reported, IntConsumer progress) {
    if (percent > reported[0]) {
      reported[0] = percent;
      progress.accept(percent);
    }
  }

  /** Also takes the file out of the mode that needs a log beside it. */
  private static StoreCopy verify(Path file) {
    try (Connection connection = open(file)) {
      Schema.requireKnown(connection);
      run(connection, "PRAGMA journal_mode = DELETE");
      String found = text(connection, "PRAGMA integrity_check(1)");
      if (!found.equals("ok")) {
        throw new UnusableStore("is damaged: " + found);
      }
      return count(connection);
    } catch (SQLException e) {
      throw new UnusableStore("is no store of this service, or damaged: " + e.getMessage(), e);
    }
  }

  private static void mark(Path file) throws SQLException {
    try (Connection connection = open(file)) {
      StoreState.markCopy(new Statements(connection));
    }
  }

  private static void requireEqual(StoreCopy held, StoreCopy copied) {
    if (!held.equals(copied)) {
      throw new UnusableStore("was copied badly: of " + held + " there are " + copied);
    }
  }

  private static StoreCopy count(Connection connection) throws SQLException {
    return new StoreCopy(
        Long.parseLong(text(connection, "SELECT count(*) FROM conversation")),
        Long.parseLong(text(connection, "SELECT count(*) FROM message")));
  }

  private static Connection open(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    return config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : "";
    }
  }
}
