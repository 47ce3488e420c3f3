package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.SqliteConfig;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.StoreContracts;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreContractTest extends StoreContracts {

  @TempDir Path folder;
  private SqliteStore store;

  @BeforeEach
  void open() {
    store = SqliteStore.open(SqliteConfig.in(folder, SqliteConfig.Sync.NORMAL));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  protected Ledger ledger() {
    return store.ledger();
  }

  @Override
  protected History history() {
    return store.history();
  }

  @Override
  protected ChangeLog changes() {
    return store.changes();
  }
}
