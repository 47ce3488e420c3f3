package io.messageservice.adapter.postgres.store;

import io.messageservice.adapter.postgres.TestPostgres;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.SeveralWritersContract;
import java.util.List;

class PostgresSeveralWritersTest extends SeveralWritersContract {

  private static final String SCHEMA = "writers";

  private final PostgresStore store = TestPostgres.store(SCHEMA, "");

  PostgresSeveralWritersTest() {
    TestPostgres.empty(SCHEMA);
  }

  @Override
  protected List<Ledger> ledgers() {
    return store.ledgers();
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
