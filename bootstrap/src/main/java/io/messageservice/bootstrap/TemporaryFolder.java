package io.messageservice.bootstrap;

import io.messageservice.bootstrap.start.StartProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A new folder, readable for its owner only, that is deleted when its store is closed. */
record TemporaryFolder(Path path) {

  static TemporaryFolder create() throws StartProblem {
    try {
      return new TemporaryFolder(Files.createTempDirectory("message-service"));
    } catch (IOException e) {
      throw new StartProblem("STORE memory: cannot create a temporary folder");
    }
  }

  /** Leaves what cannot be deleted to the operating system. */
  void delete() {
    try (Stream<Path> files = Files.walk(path)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      return;
    }
  }
}
