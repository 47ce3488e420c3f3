package io.messageservice.bootstrap;

import io.messageservice.bootstrap.start.StartProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A new folder, readable for its owner only, that is deleted when its store is closed. */
final class TemporaryFolder {

  private TemporaryFolder() {}

  static Store.Folder create() throws StartProblem {
    try {
      Path folder = Files.createTempDirectory("message-service");
      return new Store.Folder(folder, () -> delete(folder));
    } catch (IOException e) {
      throw new StartProblem("STORE memory: cannot create a temporary folder");
    }
  }

  /** Leaves what cannot be deleted to the operating system. */
  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      return;
    }
  }
}
