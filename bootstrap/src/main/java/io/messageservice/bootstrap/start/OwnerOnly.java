package io.messageservice.bootstrap.start;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and folders that only their owner may read, where the file system knows owners. */
public final class OwnerOnly {

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private OwnerOnly() {}

  /** Makes the folder and those above it, unless they are there; what is there keeps its rights. */
  public static void createFolders(Path folder) throws IOException {
    Files.createDirectories(folder, rights("rwx------"));
  }

  /** Makes an empty file of a name that nobody else uses. */
  public static Path createTempFile(Path folder, String prefix) throws IOException {
    return Files.createTempFile(folder, prefix, ".tmp", rights("rw-------"));
  }

  /** Makes an empty file of this name, which nobody has. */
  public static Path createFile(Path file) throws IOException {
    return Files.createFile(file, fileRights());
  }

  /** What to make a file with. */
  static FileAttribute<?>[] fileRights() {
    return rights("rw-------");
  }

  private static FileAttribute<?>[] rights(String text) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
        }
        : new FileAttribute<?>[0];
  }
}
