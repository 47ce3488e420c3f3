package io.messageservice.blackbox;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarFile;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's library for this machine, beside the jar, as an installation has it: otherwise each
 * start unpacks it and compares it byte for byte.
 */
final class SqliteLibrary {

  private SqliteLibrary() {}

  /** What tells a JVM to take it. */
  static List<String> options() {
    return List.of(
        "-Dorg.sqlite.lib.path=" + Unpacked.FILE.getParent(),
        "-Dorg.sqlite.lib.name=" + Unpacked.FILE.getFileName());
  }

  private static Path unpack() {
    Path jar = ServiceProcess.jar();
    String name = LibraryLoaderUtil.getNativeLibName();
    String entry = LibraryLoaderUtil.getNativeLibResourcePath().substring(1) + "/" + name;
    Path file = jar.resolveSibling("native").resolve(name);
    try {
      Files.createDirectories(file.getParent());
      Path fresh = Files.createTempFile(file.getParent(), name, "");
      try (JarFile from = new JarFile(jar.toFile());
          InputStream in = from.getInputStream(from.getEntry(entry))) {
        Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
      }
      return Files.move(fresh, file, ATOMIC_MOVE); // other JVMs run tests at the same time
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Unpacked {
    static final Path FILE = unpack();
  }
}
