package io.messageservice.adapter.sqlite.store;

import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.StoreContract;
import org.junit.jupiter.api.AfterEach;

/** Tests of a store that they open themselves, and that is closed after each. */
public abstract class OpenedStore extends StoreContract {

  @SuppressWarnings("NullAway.Init") // by each test, before it begins
  protected SqliteStore store;

  @AfterEach
  final void closeStore() {
    store.close();
  }

  @Override
  protected final Ledger ledger() {
    return store.ledger();
  }

  @Override
  protected final History history() {
    return store.history();
  }
}
