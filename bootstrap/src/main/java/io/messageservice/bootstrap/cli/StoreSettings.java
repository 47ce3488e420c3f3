package io.messageservice.bootstrap.cli;

import static io.messageservice.bootstrap.config.ClusterSettings.REDIS_URL;
import static io.messageservice.bootstrap.config.StorageSettings.DATABASE_URL;
import static io.messageservice.bootstrap.config.StorageSettings.DATA_DIR;
import static io.messageservice.bootstrap.config.StorageSettings.STORE;

import io.messageservice.bootstrap.config.Setting;
import io.messageservice.bootstrap.config.SettingReader;
import io.messageservice.bootstrap.config.StorageSettings;
import io.messageservice.bootstrap.config.StorageSettings.StoreKind;
import io.messageservice.bootstrap.start.StartProblem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which store a command is about. */
final class StoreSettings {

  static final List<Setting<?>> ALL = List.of(DATA_DIR, STORE, REDIS_URL, DATABASE_URL);

  private StoreSettings() {}

  /** The data folder, where messages are kept in one. */
  static Path folder(CliCall call, Map<String, String> environment) throws StartProblem {
    SettingReader reading = new SettingReader(SettingFlags.sources(call, ALL, environment));
    Path folder = reading.get(DATA_DIR);
    StoreKind kind = StorageSettings.kind(reading);
    StartProblem.throwIfAny(reading.problems());
    if (kind == StoreKind.POSTGRES) {
      throw new StartProblem(
          "STORE is postgres, and backup and restore are for sqlite: use pg_dump and pg_restore,"
              + " see Backup in docs/operations.md");
    }
    if (kind != StoreKind.SQLITE) {
      throw new StartProblem(
          "STORE is "
              + kind.name().toLowerCase(Locale.ROOT)
              + ", and backup and restore are for sqlite: see Backup in docs/operations.md");
    }
    return folder;
  }

  /** The file that was named. */
  static Path file(CliCall call) throws StartProblem {
    try {
      return Path.of(call.argument());
    } catch (InvalidPathException e) {
      throw new StartProblem("FILE must be a path");
    }
  }
}
