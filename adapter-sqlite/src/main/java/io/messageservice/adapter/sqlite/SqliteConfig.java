package io.messageservice.adapter.sqlite;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Where the store lies and what it may cost.
 *
 * @param folder an existing folder; the store makes its files in it
 * @param sync what a commit waits for
 * @param readers how many may read at once
 * @param pageCacheBytes how much of the file each connection may keep in memory
 * @param cachedParticipants how many participants of how many conversations are kept in memory
 *     together, about 150 bytes each; roles and data of groups count by the memory that they take
 * @param retention for how long single changes are kept, at least; and little longer while
 *     something is stored
 */
public record SqliteConfig(
    Path folder,
    Sync sync,
    int readers,
    int pageCacheBytes,
    int cachedParticipants,
    Duration retention) {

  /** The name of the database in its folder. */
  public static final String FILE = "messages.db";

  /** What a commit waits for. */
  public enum Sync {
    /** The disk: what was acknowledged survives a loss of power. */
    FULL,
    /**
     * The operating system: what was acknowledged survives the death of the process, but a loss of
     * power may take the newest messages. The epoch then changes with every unclean start.
     */
    NORMAL
  }

  public SqliteConfig {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(sync, "sync");
    Objects.requireNonNull(retention, "retention");
    if (readers < 1 || pageCacheBytes < 0 || cachedParticipants < 0) {
      throw new IllegalArgumentException("one reader at least, and no negative bounds");
    }
  }

  /**
   * A store in the folder with bounds that suit a small machine, which keeps changes for a week.
   */
  public static SqliteConfig in(Path folder, Sync sync) {
    return new SqliteConfig(folder, sync, 4, 8 << 20, 200_000, Duration.ofDays(7));
  }

  /** The same, which keeps changes for that long. */
  public SqliteConfig keeping(Duration changes) {
    return new SqliteConfig(folder, sync, readers, pageCacheBytes, cachedParticipants, changes);
  }

  /** The database; beside it lie its log and its shared index, {@code -wal} and {@code -shm}. */
  public Path file() {
    return folder.resolve(FILE);
  }
}
