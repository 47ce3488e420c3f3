package io.messageservice.application.memory;

import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.SeveralWritersContract;
import java.util.List;
import java.util.Random;

class InMemorySeveralWritersTest extends SeveralWritersContract {

  private final InMemoryStore store = new InMemoryStore(new Random(1));
  private final List<Ledger> ledgers = store.ledgers(3);

  @Override
  protected List<Ledger> ledgers() {
    return ledgers;
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
