package io.messageservice.bootstrap.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Whether the file system of the data folder is one for a database. */
record FileSystemCheck(Path folder) implements DoctorCheck {

  private static final String NAME = "file system";

  private static final Set<String> MEMORY = Set.of("tmpfs", "ramfs");
  private static final Set<String> NETWORK =
      Set.of("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "afs", "webdav", "afpfs");
  private static final Set<String> LAYER = Set.of("overlay", "overlayfs", "aufs");

  @Override
  public List<Finding> look() {
    try {
      return List.of(judge(Files.getFileStore(folder).type()));
    } catch (IOException e) {
      return List.of(Finding.skipped(NAME, "this system does not say of what kind it is"));
    }
  }

  /**
   * @param type as the system calls it
   */
  static Finding judge(String type) {
    String kind = type.toLowerCase(Locale.ROOT);
    String is = "DATA_DIR is on " + type;
    if (MEMORY.contains(kind)) {
      return Finding.fail(
          NAME, is + ", in memory: a restart of the machine loses all.", "Put it on a disk.");
    }
    if (NETWORK.contains(kind) || kind.startsWith("fuse.")) {
      return Finding.fail(
          NAME,
          is + ", which is elsewhere: SQLite's locks and log do not work there.",
          "Put it on a local disk, or set STORE=redis.");
    }
    if (LAYER.contains(kind)) {
      return Finding.warn(
          NAME, is + ": the messages end with the container.", "Put DATA_DIR on a volume.");
    }
    return Finding.ok(NAME, is + ".");
  }
}
