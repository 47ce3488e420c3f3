package io.messageservice.adapter.redis.bridge;

import java.util.function.Consumer;

/** A log whose entries other services get as events. One thread at a time may call; may block. */
interface EventSource {

  /**
   * Reads on.
   *
   * @param position up to where it was read; empty where nobody has read it
   * @param to takes the events, in the order of the log as far as it matters to anybody
   * @throws RuntimeException where it cannot be read now; what was handed over comes again, under
   *     the same ids
   */
  Step read(String position, Consumer<StreamEvent> to);

  /**
   * How far a source was read.
   *
   * @param position from which to go on; empty where there is nothing
   * @param more whether there may be further entries
   */
  record Step(String position, boolean more) {}
}
