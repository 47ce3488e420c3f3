package io.messageservice.adapter.websocket;

/**
 * Observes handshakes, to count or log what happens to them. Called on I/O threads: must not block.
 */
public interface WebSocketEvents {

  /** Observes nothing. */
  WebSocketEvents NONE = new WebSocketEvents() {};

  /** A handshake got no 101 but this HTTP status. */
  default void handshakeRefused(int status) {}
}
