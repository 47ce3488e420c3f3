package io.messageservice.application.memory;

import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.ChangeLogContract;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import java.util.Random;

class InMemoryChangeLogTest extends ChangeLogContract {

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
