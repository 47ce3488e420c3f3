package io.messageservice.bootstrap.metrics;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.budget.MemoryBudget.Holder;
import io.messageservice.application.command.CommandBacklog;
import io.messageservice.transport.Transport;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Shows what the service knows of itself at any time. */
public record ServiceGauges(
    Transport transport,
    CommandBacklog commands,
    MemoryBudget memory,
    Map<String, LongSupplier> storeBytes,
    BooleanSupplier ready) {

  /** Shows it from now on. */
  public void show(MetricsRegistry registry) {
    registry.gauge(Metric.CONNECTIONS, transport::connections);
    registry.gauge(Metric.LANE, commands::waiting);
    registry.gauge(Metric.UNANSWERED, commands::unfinished);
    registry.gauge(Metric.MEMORY_LIMIT, memory::limitBytes);
    for (Holder holder : Holder.values()) {
      registry.gauge(Metric.MEMORY, () -> memory.heldBytes(holder), MetricsRegistry.label(holder));
    }
    storeBytes.forEach((file, bytes) -> registry.gauge(Metric.STORE, bytes::getAsLong, file));
    registry.gauge(Metric.READY, () -> ready.getAsBoolean() ? 1 : 0);
  }
}
