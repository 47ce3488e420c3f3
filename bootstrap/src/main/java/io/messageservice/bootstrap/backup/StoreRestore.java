package io.messageservice.bootstrap.backup;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import io.messageservice.adapter.sqlite.StoreCopy;
import io.messageservice.adapter.sqlite.UnusableStore;
import io.messageservice.bootstrap.config.Printable;
import io.messageservice.bootstrap.start.DataFolder;
import io.messageservice.bootstrap.start.HardLinks;
import io.messageservice.bootstrap.start.OwnerOnly;
import io.messageservice.bootstrap.start.StartProblem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * Puts a copy into a data folder that no service uses, as its store. The copy is verified before
 * anything is touched and gets a new epoch; the store that was there is kept beside it.
 *
 * @param copy what is in the store now
 * @param aside where the store before is kept, if there was one
 */
public record StoreRestore(StoreCopy copy, Optional<Path> aside) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /**
   * Puts it there. The name of the store is taken in one step: a crash leaves the one or the other.
   *
   * @param now for the name of the store that is kept
   * @throws StartProblem where a service runs, the copy is not sound, or the folder cannot be
   *     written
   */
  public static StoreRestore put(Path file, Path folder, Instant now) throws StartProblem {
    return put(file, folder, now, HardLinks.OF_SYSTEM);
  }

  static StoreRestore put(Path file, Path folder, Instant now, HardLinks links)
      throws StartProblem {
    if (!Files.isRegularFile(file)) {
      throw new StartProblem(Printable.of(file) + " is no file");
    }
    DataFolder held = DataFolder.open(folder);
    try (FileDraft draft = FileDraft.in(held.path(), ".restore.")) {
      Path store = StoreCopy.storeIn(held.path());
      requireOther(file, store);
      StoreCopy copy = ready(file, draft);
      Optional<Path> aside = keep(held.path(), now, links);
      draft.replace(store);
      return new StoreRestore(copy, aside);
    } catch (UnusableStore e) {
      throw new StartProblem(
          Printable.of(file) + " " + Printable.of(String.valueOf(e.getMessage())));
    } catch (IOException e) {
      throw new StartProblem(
          "DATA_DIR " + Printable.of(folder) + " cannot be written: " + Printable.of(e.toString()));
    } finally {
      held.close();
    }
  }

  private static void requireOther(Path file, Path store) throws IOException, StartProblem {
    if (Files.exists(store) && Files.isSameFile(file, store)) {
      throw new StartProblem(Printable.of(file) + " is the store itself");
    }
  }

  /** The file itself is not touched. A copy that was made by hand may have a log beside it. */
  private static StoreCopy ready(Path file, FileDraft draft) throws IOException {
    copy(file, draft.path());
    Path log = beside(file, "-wal");
    if (Files.exists(log)) {
      copy(log, OwnerOnly.createFile(beside(draft.path(), "-wal")));
    }
    return StoreCopy.ready(draft.path(), new SecureRandom());
  }

  /** Keeps the rights of the target. */
  private static void copy(Path file, Path target) throws IOException {
    try (OutputStream out = Files.newOutputStream(target)) {
      Files.copy(file, out);
    }
  }

  /**
   * Its log, where it still has one, goes with it: beside another file it would be taken for its.
   */
  private static Optional<Path> keep(Path folder, Instant now, HardLinks links) throws IOException {
    Path store = StoreCopy.storeIn(folder);
    Path aside = unused(beside(store, ".before-restore-" + TIME.format(now)));
    boolean there = Files.exists(store);
    if (there) {
      StoreCopy.settle(store);
      keepFile(folder, aside, links);
    }
    for (String suffix : List.of("-wal", "-shm")) {
      if (Files.exists(beside(store, suffix))) {
        Files.move(beside(store, suffix), beside(aside, suffix), REPLACE_EXISTING);
      }
    }
    FileDraft.syncFolder(store);
    return there ? Optional.of(aside) : Optional.empty();
  }

  /** Until the copy takes its name, it has both: no crash leaves a folder without a store. */
  private static void keepFile(Path folder, Path aside, HardLinks links) throws IOException {
    Path store = StoreCopy.storeIn(folder);
    if (!links.tryCreate(aside, store)) {
      try (FileDraft kept = FileDraft.in(folder, ".restore.")) {
        copy(store, kept.path());
        kept.publish(aside, links);
      }
    }
  }

  private static Path unused(Path wanted) {
    Path path = wanted;
    for (int i = 2; Files.exists(path); i++) {
      path = beside(wanted, "-" + i);
    }
    return path;
  }

  private static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }
}
