package io.messageservice.bootstrap;

import io.messageservice.adapter.sqlite.SqliteConfig;
import io.messageservice.adapter.sqlite.SqliteStore;
import io.messageservice.adapter.sqlite.UnusableStore;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.bootstrap.config.StorageSettings;
import io.messageservice.bootstrap.config.StorageSettings.StoreKind;
import io.messageservice.bootstrap.start.DataFolder;
import io.messageservice.bootstrap.start.StartProblem;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * The store that the settings ask for.
 *
 * @param look finds out whether a store that failed works again, and one that works still does; may
 *     block
 */
record Store(Ledger ledger, History history, Condition condition, Runnable look, Runnable closing)
    implements AutoCloseable {

  static Store open(StorageSettings storage, InstantSource clock, SecureRandom random)
      throws StartProblem {
    if (storage.kind() == StoreKind.MEMORY) {
      return inFolder(TemporaryFolder.create(), SqliteConfig.Sync.NORMAL, clock, random);
    }
    DataFolder folder = DataFolder.open(storage.folder());
    return inFolder(new Folder(folder.path(), folder::close), storage.sync(), clock, random);
  }

  private static Store inFolder(
      Folder folder, SqliteConfig.Sync sync, InstantSource clock, SecureRandom random)
      throws StartProblem {
    try {
      SqliteStore store =
          SqliteStore.open(SqliteConfig.in(folder.path(), sync), clock, random, new StoreLog());
      return new Store(
          store.ledger(),
          store.history(),
          new Condition(store::works, store::inPlace),
          store::look,
          () -> {
            store.close();
            folder.closing().run();
          });
    } catch (UnusableStore unusable) {
      folder.closing().run();
      throw new StartProblem("DATA_DIR " + unusable.getMessage());
    }
  }

  /** Where a store keeps its files, and what ends with the store. */
  record Folder(Path path, Runnable closing) {}

  /**
   * What is known of it. Never blocks.
   *
   * @param works whether it writes
   * @param inPlace whether what it writes lies where it should
   */
  record Condition(BooleanSupplier works, BooleanSupplier inPlace) {

    /** Of a store that has no files. */
    static Condition of(BooleanSupplier works) {
      return new Condition(works, () -> true);
    }
  }

  @Override
  public void close() {
    closing.run();
  }
}
