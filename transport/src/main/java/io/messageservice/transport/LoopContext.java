package io.messageservice.transport;

import io.messageservice.application.budget.MemoryBudget;
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

  long nanos() {
    return clocks.nanos().getAsLong();
  }
}
