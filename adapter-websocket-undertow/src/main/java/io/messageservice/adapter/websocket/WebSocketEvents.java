package io.messageservice.adapter.websocket;

import io.messageservice.application.port.out.Identities;
import io.messageservice.protocol.CloseReason;

/**
 * Hears what happens to connections, to count or log it. Called on I/O threads: must not block.
 * Nothing here carries a token, an address or a text.
 */
public interface WebSocketEvents {

  /** Hears nothing. */
  WebSocketEvents NONE = new WebSocketEvents() {};

  /** A connection was upgraded. */
  default void opened() {}

  /** A connection's TCP ended, for this cause. */
  default void closed(CloseReason.Cause cause) {}

  /** A handshake got no 101 but this HTTP status. */
  default void handshakeRefused(int status) {}

  /** A connection was upgraded only to be told that its token is refused. */
  default void tokenRefused(Identities.Reason reason) {}

  /** A connection was dropped because nothing came from it for two heartbeats. */
  default void vanished() {}

  /** A frame could not wait for a connection any more, which is therefore closed with 1013. */
  default void tooSlow() {}

  /** Too much was held for all clients, and most of it for a connection, which is ended. */
  default void evicted() {}

  /**
   * A connection's commands wait to be read, because an I/O thread has more to do than it may have
   * waiting.
   */
  default void heldBack() {}

  /** A message was begun and not ended in time; the connection is closed with 1008. */
  default void unfinished() {}

  /** A bug: the connection or task concerned was given up, everything else goes on. */
  default void fault(Throwable cause) {}
}
