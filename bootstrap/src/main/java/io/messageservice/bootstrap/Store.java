package io.messageservice.bootstrap;

import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.store.ConversationIds;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The store that the settings ask for.
 *
 * @param ledgers one for each writer that it allows
 * @param works whether it writes; never blocks
 * @param inPlace whether what it writes lies where it should; never blocks
 * @param look finds out whether a store that failed works again, and one that works still does; may
 *     block
 */
record Store(
    List<Ledger> ledgers,
    History history,
    ChangeLog changes,
    ConversationIds ids,
    BooleanSupplier works,
    BooleanSupplier inPlace,
    Runnable look,
    Runnable closing)
    implements AutoCloseable {

  @Override
  public void close() {
    closing.run();
  }
}
