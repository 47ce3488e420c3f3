package io.messageservice.bootstrap.metrics;

import io.messageservice.application.port.out.Ledger;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** A ledger whose commits are measured, failed ones too. Its lane's thread calls. */
public final class MeasuredLedger implements Ledger {

  private final Ledger ledger;
  private final Histogram times;
  private final Histogram sizes;

  private MeasuredLedger(Ledger ledger, Histogram times, Histogram sizes) {
    this.ledger = ledger;
    this.times = times;
    this.sizes = sizes;
  }

  /** Measures each of them. */
  public static List<Ledger> each(List<Ledger> ledgers, MetricsRegistry registry) {
    List<Histogram> times = registry.histograms(Metric.COMMIT, ledgers.size());
    List<Histogram> sizes = registry.histograms(Metric.BATCH, ledgers.size());
    return IntStream.range(0, ledgers.size())
        .<Ledger>mapToObj(i -> new MeasuredLedger(ledgers.get(i), times.get(i), sizes.get(i)))
        .toList();
  }

  @Override
  public List<Outcome> commit(List<? extends Decider<?>> batch) {
    long began = System.nanoTime();
    try {
      return ledger.commit(batch);
    } finally {
      times.record(System.nanoTime() - began);
      sizes.record(batch.size());
    }
  }

  @Override
  public void storedElsewhere(
      ConversationId conversation, Position position, long accessVersion, Instant createdAt) {
    ledger.storedElsewhere(conversation, position, accessVersion, createdAt);
  }

  @Override
  public void changedElsewhere(ConversationId conversation, Position position) {
    ledger.changedElsewhere(conversation, position);
  }
}
