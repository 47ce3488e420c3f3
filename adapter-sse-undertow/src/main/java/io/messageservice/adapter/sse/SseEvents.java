package io.messageservice.adapter.sse;

/**
 * Observes requests, to count or log what happens to them. Called on I/O threads: must not block.
 */
public interface SseEvents {

  /** Observes nothing. */
  SseEvents NONE = new SseEvents() {};

  /** A request for a stream got none but this HTTP status. */
  default void handshakeRefused(int status) {}

  /** Any other request was refused with this HTTP status. */
  default void requestRefused(int status) {}

  /** A bug: the request concerned was given up, everything else goes on. */
  default void fault(Throwable cause) {}
}
