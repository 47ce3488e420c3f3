package io.messageservice.application.port.out;

import java.util.function.BooleanSupplier;

/**
 * A message that event loops have still to write. Any thread may call.
 *
 * @param receivedNanos when its command was received, by the clock of the event loops
 * @param written one of the event loops has written it: whether it was the last
 */
public record PendingWrites(long receivedNanos, BooleanSupplier written) {}
