package io.messageservice.bootstrap;

import io.messageservice.adapter.sqlite.SqliteConfig;
import io.messageservice.adapter.sqlite.SqliteConfig.Sync;
import io.messageservice.adapter.sqlite.UnusableStore;
import io.messageservice.adapter.sqlite.store.SqliteStore;
import io.messageservice.bootstrap.config.StorageSettings;
import io.messageservice.bootstrap.config.StorageSettings.StoreKind;
import io.messageservice.bootstrap.logging.StoreLog;
import io.messageservice.bootstrap.start.DataFolder;
import io.messageservice.bootstrap.start.StartProblem;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Wires {@code adapter-sqlite}: in the data folder, or in a temporary one. */
final class SqliteModule {

  private SqliteModule() {}

  static Store open(StorageSettings storage, InstantSource clock, SecureRandom random)
      throws StartProblem {
    if (storage.kind() == StoreKind.MEMORY) {
      TemporaryFolder folder = TemporaryFolder.create();
      SqliteConfig config = SqliteConfig.in(folder.path(), Sync.NORMAL);
      return at(config.keeping(storage.eventRetention()), folder::delete, clock, random);
    }
    DataFolder folder = DataFolder.open(storage.folder());
    SqliteConfig config = SqliteConfig.in(folder.path(), storage.sync());
    return at(config.keeping(storage.eventRetention()), folder::close, clock, random);
  }

  /** 0 where there is no such file. */
  private static long bytes(Path folder, String suffix) {
    return folder.resolve(SqliteConfig.FILE + suffix).toFile().length();
  }

  /**
   * @param closing ends with the store
   */
  private static Store at(
      SqliteConfig config, Runnable closing, InstantSource clock, SecureRandom random)
      throws StartProblem {
    try {
      SqliteStore store = SqliteStore.open(config, clock, random, new StoreLog());
      Path folder = config.folder();
      return new Store(
          List.of(store.ledger()),
          store.history(),
          store.changes(),
          store.positions(),
          store.conversationIds(),
          store::works,
          store::inPlace,
          Map.of("database", () -> bytes(folder, ""), "log", () -> bytes(folder, "-wal")),
          store::look,
          () -> {
            store.close();
            closing.run();
          });
    } catch (UnusableStore unusable) {
      closing.run();
      throw new StartProblem("DATA_DIR " + unusable.getMessage());
    }
  }
}
