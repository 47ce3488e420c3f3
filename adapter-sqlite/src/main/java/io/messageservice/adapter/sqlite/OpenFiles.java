package io.messageservice.adapter.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files that an open store writes, as the file system knows them: an open file that was removed
 * or moved is written on, and nobody finds it again.
 *
 * <p>On file systems that give files no identity ({@link BasicFileAttributes#fileKey}; those of
 * Windows) only a file that is gone is noticed, not one that was replaced. Any thread that may
 * block may call.
 */
final class OpenFiles {

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
