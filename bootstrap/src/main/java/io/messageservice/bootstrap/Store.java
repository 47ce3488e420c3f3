package io.messageservice.bootstrap;

import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.change.ReaderPositions;
import io.messageservice.application.store.ConversationIds;
import io.messageservice.bootstrap.metrics.MeasuredLedger;
import io.messageservice.bootstrap.metrics.MetricsRegistry;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The store that the settings ask for.
 *
 * @param ledgers one for each writer that it allows
 * @param positions how far readers of {@code changes} have come
 * @param works whether it writes; never blocks
 * @param inPlace whether what it writes lies where it should; never blocks
 * @param fileBytes the size of each of its files on this machine, by what the file is
 * @param look finds out whether a store that failed works again, and one that works still does; may
 *     block
 */
record Store(
    List<Ledger> ledgers,
    History history,
    ChangeLog changes,
    ReaderPositions positions,
    ConversationIds ids,
    BooleanSupplier works,
    BooleanSupplier inPlace,
    Map<String, LongSupplier> fileBytes,
    Runnable look,
    Runnable closing)
    implements AutoCloseable {

  /** The same, with its commits measured. */
  Store measured(MetricsRegistry registry) {
    return new Store(
        MeasuredLedger.each(ledgers, registry),
        history,
        changes,
        positions,
        ids,
        works,
        inPlace,
        fileBytes,
        look,
        closing);
  }

  @Override
  public void close() {
    closing.run();
  }
}
