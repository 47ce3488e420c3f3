package io.messageservice.adapter.postgres.store;

import io.messageservice.adapter.postgres.TestPostgres;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.SharedStoreContract;

class PostgresSharedStoreTest extends SharedStoreContract {

  private static final String SCHEMA = "shared";

  private final PostgresStore reader = TestPostgres.store(SCHEMA, "reader");

  PostgresSharedStoreTest() {
    TestPostgres.empty(SCHEMA);
  }

  @Override
  protected Ledger ledgerOf(String node) {
    return TestPostgres.store(SCHEMA, node).ledgers().get(0);
  }

  @Override
  protected History history() {
    return reader.history();
  }

  @Override
  protected ChangeLog changes() {
    return reader.changes();
  }
}
