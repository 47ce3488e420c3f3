package io.messageservice.client.socket;

import java.util.concurrent.CompletableFuture;

/** An open connection. Any thread may call; no call blocks. */
public interface ClientSocket {

  /**
   * Sends a text message after those that were sent before. The answer fails where the connection
   * is over; it comes when the message was written, which does not confirm its arrival.
   */
  CompletableFuture<Void> send(String text);

  /**
   * Writes a ping. Where two in a row cannot be written, and nothing arrived between them, the
   * listener is notified of the end. To be called from time to time while nothing arrives: the only
   * way to find some ends.
   */
  void probe();

  /** Sends a close frame; the listener is notified of the end when the other's has arrived. */
  CompletableFuture<Void> close(int code, String reason);

  /** Ends the connection without a close frame. The listener is not notified. */
  void abort();

  /** The one that was selected; empty for none. */
  String subprotocol();
}
