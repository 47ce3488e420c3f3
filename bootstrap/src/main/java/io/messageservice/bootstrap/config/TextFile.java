package io.messageservice.bootstrap.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** A small file with the text of a setting. Any thread that may block may call. */
final class TextFile {

  /** Far above what a key in PEM needs. */
  private static final long MAX_BYTES = 64 << 10;

  private TextFile() {}

  /** All of it, read as UTF-8; empty where it is no file, too large or cannot be read. */
  static Optional<String> read(String path) {
    try {
      Optional<Path> file = find(path);
      if (file.isPresent() && Files.size(file.get()) <= MAX_BYTES) {
        return Optional.of(new String(Files.readAllBytes(file.get()), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // reported as for a file that is not there
    }
    return Optional.empty();
  }

  /** The regular file that the text names, if it names one. */
  static Optional<Path> find(String path) {
    try {
      return Optional.of(Path.of(path.strip())).filter(Files::isRegularFile);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
