package io.messageservice.bootstrap.start;

import io.messageservice.bootstrap.config.Printable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The key that {@code dev} makes once and keeps in the data folder, readable for its owner only.
 */
public final class DevSecret {

  private static final String FILE = "dev-secret";
  private static final int BYTES = 32;

  private DevSecret() {}

  /** The key that is kept in the folder. */
  public static Optional<String> find(Path folder) throws StartProblem {
    Path file = folder.resolve(FILE);
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    } catch (IOException e) {
      throw new StartProblem("DATA_DIR " + Printable.of(file) + " cannot be read");
    }
  }

  /** The key that is kept in the folder; makes folder and key if they are missing. */
  public static String findOrCreate(Path folder) throws StartProblem {
    return findOrCreate(folder, HardLinks.OF_SYSTEM);
  }

  static String findOrCreate(Path folder, HardLinks links) throws StartProblem {
    Optional<String> kept = find(folder);
    if (kept.isEmpty()) {
      create(folder, links);
      kept = find(folder);
    }
    return kept.orElseThrow();
  }

  /** The file appears whole or not at all; of two that make it at once the first counts. */
  private static void create(Path folder, HardLinks links) throws StartProblem {
    try {
      OwnerOnly.createFolders(folder);
      Path draft = OwnerOnly.createTempFile(folder, FILE);
      try {
        Files.writeString(draft, random());
        links.publish(draft, folder.resolve(FILE));
      } catch (FileAlreadyExistsException e) {
        // made by another process in between: that one counts
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new StartProblem("DATA_DIR " + Printable.of(folder) + " cannot be written");
    }
  }

  private static String random() {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
  }
}
