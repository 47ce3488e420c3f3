package io.messageservice.transport;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.port.out.Identities;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the event loops of a registry share. Any thread may call.
 *
 * @param memory what waits for connections draws from it
 * @param connections how many there are, closing ones included
 * @param numbers the last that a connection got
 */
record LoopContext(
    TransportConfig config,
    MemoryBudget memory,
    Clocks clocks,
    TransportEvents events,
    ReadBackpressure backpressure,
    AtomicInteger connections,
    AtomicLong numbers) {

  LoopContext(TransportConfig config, MemoryBudget memory, Clocks clocks, TransportEvents events) {
    this(
        config,
        memory,
        clocks,
        events,
        new ReadBackpressure(memory.limitBytes()),
        new AtomicInteger(),
        new AtomicLong());
  }

  /** When a token that expires then is over. */
  long endOf(Instant expiry) {
    return clocks.nanosAt(expiry) + TimeUnit.SECONDS.toNanos(Identities.CLOCK_SKEW_SECONDS);
  }

  long nanos() {
    return clocks.nanos().getAsLong();
  }
}
