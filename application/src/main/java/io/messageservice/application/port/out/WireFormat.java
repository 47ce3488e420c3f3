package io.messageservice.application.port.out;

import io.messageservice.application.event.Event;

/**
 * How events look to connections of one kind. Each connection names its format; an event is encoded
 * once for all connections of a format. One instance for each format; any thread may call; never
 * blocks.
 *
 * @param <F> a frame: immutable, with final fields only, since threads share it
 */
public interface WireFormat<F> {

  /** The event for any connection of this format. */
  F encode(Event event);

  /** How much memory the frame takes, about. */
  int sizeBytes(F frame);
}
