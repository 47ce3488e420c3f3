package io.messageservice.transport;

import io.messageservice.application.port.out.Identities;

/**
 * Observes connections, to count or log what happens to them. Called on event loops: must not
 * block. Nothing here carries a token, an address or a text.
 */
public interface TransportEvents {

  /** Observes nothing. */
  TransportEvents NONE = new TransportEvents() {};

  /** A connection was opened. */
  default void opened() {}

  /** The token of a connection is good, and its session began and was not closed at once. */
  default void admitted() {}

  /** A connection is closed. */
  default void closed(ClosedConnection connection) {}

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

  /**
   * Bytes of a client were read.
   *
   * @param loop the index of the event loop whose thread this is, as in what follows
   */
  default void bytesRead(int loop, int bytes) {}

  /** The socket of a client took bytes. */
  default void bytesWritten(int loop, int bytes) {}

  /** Frames for a slow client were dropped: later ones replace them, or nobody needs them. */
  default void framesDropped(int loop, int frames) {}

  /**
   * A message that was received on this node is written to all of its connections that it is for;
   * where a socket did not take all, the rest of it waits in the outbox.
   *
   * @param nanos since the bytes of its command were read
   */
  default void messageWritten(int loop, long nanos) {}

  /** A bug: the connection or task concerned was given up, everything else goes on. */
  default void fault(Throwable cause) {}
}
