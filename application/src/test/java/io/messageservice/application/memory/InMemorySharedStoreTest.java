package io.messageservice.application.memory;

import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.SharedStoreContract;
import java.util.Random;

class InMemorySharedStoreTest extends SharedStoreContract {

  private final InMemoryStore store = new InMemoryStore(new Random(1));

  @Override
  protected Ledger ledgerOf(String node) {
    return store.ledgerOf(node);
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
