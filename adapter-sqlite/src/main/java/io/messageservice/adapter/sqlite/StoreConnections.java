package io.messageservice.adapter.sqlite;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

/**
 * The connections to the file: one that writes, a few that read, and one that notes how far readers
 * of the log have come.
 *
 * <p>What is set on purpose: the write-ahead log, so that readers and the writer do not wait for
 * each other; pages of 4 KiB (the default), because a commit of one message logs every page that it
 * touches; what is removed is overwritten, so that nobody finds the text of a deleted message in
 * the file (usual commits remove nothing); no memory map, since a failing disk would then end the
 * process and not the query; no foreign keys, the only writer keeps them.
 */
public final class StoreConnections implements AutoCloseable {

  /** How long a connection waits for another process that has the file locked. */
  public static final int BUSY_TIMEOUT_MS = 5_000;

  /**
   * Pages in the log after which the commit that comes across moves them to the file: 16 MiB.
   * Smaller, and busy pages are moved again and again; larger, and that one commit waits longer.
   */
  private static final int CHECKPOINT_PAGES = 4_096;

  /** What the log may keep on disk after a burst. */
  private static final int LOG_LIMIT_BYTES = 64 << 20;

  private final Connections writer;
  private final Connections readers;
  private final Connections notes;

  private StoreConnections(Connections writer, Connections readers, Connections notes) {
    this.writer = writer;
    this.readers = readers;
    this.notes = notes;
  }

  /**
   * Opens the file of the store, making it or migrating its tables where needed.
   *
   * @throws UnusableStore where it cannot be used as it is
   */
  public static StoreConnections open(SqliteConfig config) {
    createOwnerOnly(config.file());
    SQLiteDataSource source = source(config);
    Connections writer = connect(config, 1, source::getConnection);
    boolean good = false;
    try {
      Schema.migrate(source);
      Connections readers =
          connect(config, config.readers(), () -> with("query_only = ON", source));
      Connections notes = connect(config, 1, () -> with("synchronous = NORMAL", source));
      good = true;
      return new StoreConnections(writer, readers, notes);
    } finally {
      if (!good) {
        writer.close();
      }
    }
  }

  /** The one that writes. */
  public Connections writer() {
    return writer;
  }

  /** Those that read, and cannot write. */
  public Connections readers() {
    return readers;
  }

  /** The one that writes what needs not be on the disk, and waits for no disk. */
  public Connections notes() {
    return notes;
  }

  @Override
  public void close() {
    notes.close();
    readers.close();
    writer.close();
  }

  private static Connections connect(SqliteConfig config, int count, Connections.Opener opener) {
    try {
      return new Connections(count, BUSY_TIMEOUT_MS, opener);
    } catch (SQLException e) {
      throw new UnusableStore("the store at " + config.file() + " cannot be opened", e);
    }
  }

  private static Connection with(String pragma, SQLiteDataSource source) throws SQLException {
    Connection connection = source.getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA " + pragma);
    }
    return connection;
  }

  /** Makes connections to the file, which must exist, with the settings above. */
  public static SQLiteDataSource source(SqliteConfig config) {
    SQLiteConfig sqlite = new SQLiteConfig();
    sqlite.resetOpenMode(SQLiteOpenMode.CREATE); // a missing file is not made again
    sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
    sqlite.setSynchronous(SQLiteConfig.SynchronousMode.valueOf(config.sync().name()));
    sqlite.setBusyTimeout(BUSY_TIMEOUT_MS);
    sqlite.setTempStore(SQLiteConfig.TempStore.MEMORY);
    sqlite.setCacheSize(-(config.pageCacheBytes() >> 10));
    sqlite.setJournalSizeLimit(LOG_LIMIT_BYTES);
    sqlite.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, Integer.toString(CHECKPOINT_PAGES));
    sqlite.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
    sqlite.setGetGeneratedKeys(false);
    SQLiteDataSource source = new SQLiteDataSource(sqlite);
    source.setUrl("jdbc:sqlite:" + config.file().toAbsolutePath());
    return source;
  }

  private static void createOwnerOnly(Path file) {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] ownerOnly =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try {
      Files.createFile(file, ownerOnly);
    } catch (FileAlreadyExistsException e) {
      return;
    } catch (IOException e) {
      throw new UnusableStore("the store cannot be made at " + file, e);
    }
  }
}
