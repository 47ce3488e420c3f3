package io.messageservice.bootstrap.cli;

import io.messageservice.bootstrap.config.SettingReader;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports that a secret was taken without what stood around it: others may sign with all of it. */
final class TrimmedSecrets {

  private static final Logger LOG = LoggerFactory.getLogger("io.messageservice.settings");

  private TrimmedSecrets() {}

  /** For a command that ends at once. */
  static void print(SettingReader reading, PrintWriter err) {
    for (String name : reading.trimmed()) {
      err.println(
          "Warning: "
              + name
              + " ends with a line break or begins with a byte order mark, which is left out."
              + " Leave it out wherever else the same secret is used.");
    }
    err.flush();
  }

  /** For the service, once it logs. */
  static void log(SettingReader reading) {
    for (String name : reading.trimmed()) {
      LOG.warn(
          "secret_trimmed setting={} advice=\"leave out the line break wherever it is used\"",
          name);
    }
  }
}
