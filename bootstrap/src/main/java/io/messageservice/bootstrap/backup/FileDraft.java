package io.messageservice.bootstrap.backup;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import io.messageservice.bootstrap.start.HardLinks;
import io.messageservice.bootstrap.start.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file under a name of its own, for its owner only, until it is whole and gets the name that it
 * is for. What is left of it goes with {@link #close}, or with the process.
 */
final class FileDraft implements AutoCloseable {

  /** What SQLite may leave beside it. */
  private static final List<String> BESIDE = List.of("-wal", "-shm", "-journal");

  private final Path path;

  private FileDraft(Path path) {
    this.path = path;
  }

  /** An empty one in this folder. */
  static FileDraft in(Path folder, String name) throws IOException {
    Path path = OwnerOnly.createTempFile(folder, name);
    path.toFile().deleteOnExit();
    return new FileDraft(path);
  }

  Path path() {
    return path;
  }

  /**
   * Gives it that name durably.
   *
   * @throws java.nio.file.FileAlreadyExistsException where there is such a file
   */
  void publish(Path target, HardLinks links) throws IOException {
    sync(path);
    links.publish(path, target);
    syncFolder(target);
  }

  /** Gives it that name durably, in the place of what has it. */
  void replace(Path target) throws IOException {
    sync(path);
    Files.move(path, target, ATOMIC_MOVE, REPLACE_EXISTING);
    syncFolder(target);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
    for (String suffix : BESIDE) {
      Files.deleteIfExists(path.resolveSibling(path.getFileName() + suffix));
    }
  }

  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Has the names in a file's folder written; not all systems let a folder be opened for it. */
  static void syncFolder(Path file) {
    try (FileChannel channel =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // as durable as this system makes it
    }
  }
}
