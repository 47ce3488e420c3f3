package io.messageservice.bootstrap.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files by which Linux shows what it is set to. */
@FunctionalInterface
interface SystemFiles {

  /** Those of this machine. */
  SystemFiles HERE = SystemFiles::find;

  /** Why a check is left out elsewhere. */
  String ONLY_LINUX = "only Linux shows it, and not in every container";

  /** The text of a file, without the line break at its end; empty where it cannot be read. */
  Optional<String> read(String path);

  private static Optional<String> find(String path) {
    try {
      return Optional.of(Files.readString(Path.of(path)).strip());
    } catch (IOException | SecurityException e) {
      return Optional.empty();
    }
  }
}
