package io.messageservice.application.port.out;

import io.messageservice.application.port.out.change.SingleChangesContract;
import org.junit.jupiter.api.Nested;

/** What every store must do, all of it: a test of a store extends this and says which it is. */
public abstract class StoreContracts {

  protected abstract Ledger ledger();

  protected abstract History history();

  protected abstract ChangeLog changes();

  @Nested
  class OfLedger extends LedgerContract {

    @Override
    protected Ledger ledger() {
      return StoreContracts.this.ledger();
    }

    @Override
    protected History history() {
      return StoreContracts.this.history();
    }
  }

  @Nested
  class OfHistory extends HistoryContract {

    @Override
    protected Ledger ledger() {
      return StoreContracts.this.ledger();
    }

    @Override
    protected History history() {
      return StoreContracts.this.history();
    }
  }

  @Nested
  class OfSingleChanges extends SingleChangesContract {

    @Override
    protected Ledger ledger() {
      return StoreContracts.this.ledger();
    }

    @Override
    protected History history() {
      return StoreContracts.this.history();
    }

    @Override
    protected ChangeLog changes() {
      return StoreContracts.this.changes();
    }
  }

  @Nested
  class OfChangeLog extends ChangeLogContract {

    @Override
    protected Ledger ledger() {
      return StoreContracts.this.ledger();
    }

    @Override
    protected History history() {
      return StoreContracts.this.history();
    }

    @Override
    protected ChangeLog changes() {
      return StoreContracts.this.changes();
    }
  }
}
