package io.messageservice.bootstrap;

import io.messageservice.adapter.jdbc.JdbcConfig;
import io.messageservice.adapter.jdbc.JdbcStore;
import io.messageservice.adapter.jdbc.UnusableStore;
import io.messageservice.application.memory.InMemoryStore;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.bootstrap.config.Settings;
import io.messageservice.bootstrap.config.Settings.StoreKind;
import io.messageservice.bootstrap.config.Settings.Sync;
import io.messageservice.bootstrap.start.DataFolder;
import io.messageservice.bootstrap.start.StartProblem;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * The store that the settings ask for.
 *
 * @param works whether it writes, as far as is known; never blocks
 * @param tryAgain finds out whether a store that failed works again; may block
 */
record Store(
    Ledger ledger, History history, BooleanSupplier works, Runnable tryAgain, Runnable closing)
    implements AutoCloseable {

  static Store open(Settings.Storage storage, InstantSource clock, SecureRandom random)
      throws StartProblem {
    return storage.kind() == StoreKind.MEMORY ? inMemory(random) : inFolder(storage, clock, random);
  }

  private static Store inMemory(SecureRandom random) {
    InMemoryStore store = new InMemoryStore(random);
    return new Store(store.ledger(), store.history(), () -> true, () -> {}, () -> {});
  }

  private static Store inFolder(Settings.Storage storage, InstantSource clock, SecureRandom random)
      throws StartProblem {
    DataFolder folder = DataFolder.open(storage.folder());
    try {
      JdbcConfig.Sync sync =
          storage.sync() == Sync.FULL ? JdbcConfig.Sync.FULL : JdbcConfig.Sync.NORMAL;
      JdbcStore store =
          JdbcStore.open(JdbcConfig.in(folder.path(), sync), clock, random, new StoreLog());
      return new Store(
          store.ledger(),
          store.history(),
          store::works,
          store::tryAgain,
          () -> {
            store.close();
            folder.close();
          });
    } catch (UnusableStore unusable) {
      folder.close();
      throw new StartProblem("DATA_DIR " + unusable.getMessage());
    }
  }

  @Override
  public void close() {
    closing.run();
  }
}
