package io.messageservice.application.memory;

import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.StoreContracts;
import java.util.Random;

class InMemoryStoreContractTest extends StoreContracts {

  private final InMemoryStore store = new InMemoryStore(new Random(1));

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
    return store.history();
  }
}
