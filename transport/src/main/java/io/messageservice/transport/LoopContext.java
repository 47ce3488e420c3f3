package io.messageservice.transport;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.port.out.Identities;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the event loops of a registry share. Any thread may call.
 *
 * @param memory what waits for connections draws from it
 * @param connections how many there are, closing ones included
 */
record LoopContext(
    TransportConfig config,
    MemoryBudget memory,
    Clocks clocks,
    TransportEvents events,
    ReadBackpressure backpressure,
    AtomicInteger connections) {

  LoopContext(TransportConfig config, MemoryBudget memory, Clocks clocks, TransportEvents events) {
    this(
        config,
        memory,
        clocks,
        events,
        new ReadBackpressure(memory.limitBytes()),
        new AtomicInteger());
  }

  /** When a token that expires then is over. */
  long endOf(Instant expiry) {
    return clocks.nanosAt(expiry) + TimeUnit.SECONDS.toNanos(Identities.CLOCK_SKEW_SECONDS);
  }

  long nanos() {
    return clocks.nanos().getAsLong();
  }
}
