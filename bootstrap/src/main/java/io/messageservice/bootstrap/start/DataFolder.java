package io.messageservice.bootstrap.start;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.messageservice.bootstrap.config.Printable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder for what must survive a restart, held by this process alone until it is closed. The
 * lock is one of the operating system: it ends with the process.
 */
public final class DataFolder implements AutoCloseable {

  private static final String LOCK_FILE = ".lock";

  private final Path path;
  private final FileChannel lock;

  private DataFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes the folder, readable for its owner only, if it is missing; takes its lock.
   *
   * @throws StartProblem where it cannot be written, or another process holds it
   */
  public static DataFolder open(Path path) throws StartProblem {
    try {
      OwnerOnly.createFolders(path);
      requireWritable(path);
      return new DataFolder(path, locked(path));
    } catch (FileAlreadyExistsException e) {
      throw new StartProblem("DATA_DIR " + Printable.of(path) + " is not a folder");
    } catch (IOException e) {
      throw unwritable(path);
    }
  }

  /** What would stand against {@link #open}; changes nothing on the disk. */
  static Optional<String> problem(Path path) {
    if (!Files.exists(path)) {
      return missingProblem(path);
    }
    try {
      requireWritable(path);
      if (Files.exists(path.resolve(LOCK_FILE))) {
        locked(path).close();
      }
      return Optional.empty();
    } catch (StartProblem e) {
      return Optional.of(e.lines().get(0));
    } catch (IOException e) {
      return Optional.of(unwritable(path).lines().get(0));
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Releases the folder. May be called twice. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> missingProblem(Path path) {
    @Nullable Path above = path.toAbsolutePath().normalize().getParent();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    return above != null && Files.isDirectory(above) && Files.isWritable(above)
        ? Optional.empty()
        : Optional.of("DATA_DIR " + Printable.of(path) + " cannot be made");
  }

  private static void requireWritable(Path path) throws StartProblem {
    if (!Files.isDirectory(path)) {
      throw new StartProblem("DATA_DIR " + Printable.of(path) + " is not a folder");
    }
    if (!Files.isWritable(path)) {
      throw unwritable(path);
    }
  }

  private static FileChannel locked(Path path) throws IOException, StartProblem {
    FileChannel channel =
        FileChannel.open(path.resolve(LOCK_FILE), Set.of(CREATE, WRITE), OwnerOnly.fileRights());
    try {
      @Nullable FileLock held = channel.tryLock();
      if (held != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // held by this very process: the same answer
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new StartProblem("DATA_DIR " + Printable.of(path) + " is in use by another process");
  }

  private static StartProblem unwritable(Path path) {
    return new StartProblem("DATA_DIR " + Printable.of(path) + " cannot be written");
  }
}
