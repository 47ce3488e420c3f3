package io.messageservice.bootstrap.backup;

import io.messageservice.adapter.sqlite.StoreCopy;
import io.messageservice.adapter.sqlite.UnusableStore;
import io.messageservice.bootstrap.config.Printable;
import io.messageservice.bootstrap.start.HardLinks;
import io.messageservice.bootstrap.start.StartProblem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntConsumer;

/**
 * Copies the store of a data folder to a new file, whether a service runs on it or not. The file
 * appears whole and verified or not at all, readable for its owner only.
 */
public final class StoreBackup {

  private StoreBackup() {}

  /**
   * Makes the copy.
   *
   * @param progress gets percents, ascending
   * @throws StartProblem where there is no store, the file exists already, or it cannot be made
   */
  public static StoreCopy make(Path folder, Path file, IntConsumer progress) throws StartProblem {
    return make(folder, file, progress, HardLinks.OF_SYSTEM);
  }

  static StoreCopy make(Path folder, Path file, IntConsumer progress, HardLinks links)
      throws StartProblem {
    Path parent = placeFor(file, folder);
    try (FileDraft draft = FileDraft.in(parent, "." + file.getFileName() + ".")) {
      StoreCopy copy = StoreCopy.make(folder, draft.path(), progress);
      draft.publish(file, links);
      return copy;
    } catch (UnusableStore e) {
      throw new StartProblem("DATA_DIR " + Printable.of(folder) + " " + Printable.of(reason(e)));
    } catch (FileAlreadyExistsException e) {
      throw exists(file);
    } catch (IOException e) {
      throw new StartProblem(Printable.of(file) + " cannot be written");
    }
  }

  /** The folder of a file that may be made there. */
  private static Path placeFor(Path file, Path folder) throws StartProblem {
    if (Files.exists(file)) {
      throw exists(file);
    }
    Path parent = file.toAbsolutePath().normalize().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new StartProblem(Printable.of(file) + " cannot be made: there is no such folder");
    }
    if (parent.equals(folder.toAbsolutePath().normalize())) {
      throw new StartProblem(
          Printable.of(file)
              + " is in the data folder, and would be lost with it: name another folder");
    }
    return parent;
  }

  private static StartProblem exists(Path file) {
    return new StartProblem(Printable.of(file) + " exists already, and nothing is overwritten");
  }

  private static String reason(UnusableStore e) {
    return String.valueOf(e.getMessage());
  }
}
