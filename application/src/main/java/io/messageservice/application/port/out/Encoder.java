package io.messageservice.application.port.out;

import io.messageservice.application.event.Event;

/**
 * Turns an event into what connections take, once for all of them. Any thread may call; never
 * blocks.
 */
public interface Encoder {

  /** The event for any connection. */
  Encoded encode(Event event);

  /** An event, encoded. Immutable, opaque to the core; made and taken by the same adapter. */
  interface Encoded {
    /** How much memory it takes, about. */
    int sizeBytes();
  }
}
