package io.messageservice.client.socket;

/**
 * Receives what arrives on one connection. Called by threads of the socket, in the order of arrival
 * and one call at a time; only an end that a probe found may come while another call still runs. No
 * call may block.
 */
public interface SocketListener {

  /** A whole text message. */
  void text(String message);

  /** A ping, which is answered already. */
  default void ping() {}

  default void pong() {}

  /** The end, once; nothing follows. */
  void ended(SocketEnd end);
}
