package io.messageservice.protocol;

/**
 * The state that the protocol keeps of one connection. Only the thread of the connection's event
 * loop may call, and {@link #closed} comes last.
 */
public interface Session {

  /**
   * A whole text message was received: valid UTF-8, not larger than the limit of a frame. The
   * buffer is only borrowed until the call returns.
   */
  void text(byte[] buffer, int offset, int length);

  /** Whether everything that was received is answered. */
  default boolean isSettled() {
    return true;
  }

  /** The connection is closed, by either side. */
  void closed();
}
