package io.messageservice.adapter.postgres.store;

import io.messageservice.adapter.postgres.TestPostgres;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.StoreContracts;
import org.junit.jupiter.api.BeforeEach;

class PostgresStoreContractTest extends StoreContracts {

  private static final String SCHEMA = "contracts";

  private final PostgresStore store = TestPostgres.store(SCHEMA, "");

  @BeforeEach
  void empty() {
    TestPostgres.empty(SCHEMA);
  }

  @Override
  protected Ledger ledger() {
    return store.ledgers().get(0);
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
