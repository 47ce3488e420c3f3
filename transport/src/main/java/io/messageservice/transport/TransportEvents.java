package io.messageservice.transport;

import io.messageservice.application.port.out.Identities;
import io.messageservice.protocol.CloseReason;

/**
 * Observes connections, to count or log what happens to them. Called on event loops: must not
 * block. Nothing here carries a token, an address or a text.
 */
public interface TransportEvents {

  /** Observes nothing. */
  TransportEvents NONE = new TransportEvents() {};

  /** A connection was opened. */
  default void opened() {}

  /** A connection is closed, for this cause. */
  default void closed(CloseReason.Cause cause) {}

  /** A connection was opened only to be closed because its token is refused. */
  default void tokenRefused(Identities.Reason reason) {}

  /** A connection was dropped because nothing was received from it for two heartbeats. */
  default void vanished() {}

  /** A frame could not wait for a connection any more, which is therefore closed. */
  default void tooSlow() {}

  /** Too much was held for all clients, and most of it for a connection, which is ended. */
  default void evicted() {}

  /** A connection's commands wait to be read, because an event loop has too much to do. */
  default void heldBack() {}

  /** A message was begun and not finished in time; the connection is closed. */
  default void unfinished() {}

  /** A bug: the connection or task concerned was given up, everything else goes on. */
  default void fault(Throwable cause) {}
}
