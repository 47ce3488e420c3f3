package io.messageservice.transport;

import io.messageservice.protocol.CloseReason;

/** What one connection received, and since when it is there. Only the loop's thread may call. */
final class ConnectionCounts {

  private final String transport;
  private final long openedNanos;
  private long messagesIn;
  private long bytesIn;

  /**
   * @param transport what carries the connection
   */
  ConnectionCounts(String transport, long nowNanos) {
    this.transport = transport;
    this.openedNanos = nowNanos;
  }

  void received(int bytes) {
    bytesIn += bytes;
  }

  void receivedMessage() {
    messagesIn++;
  }

  ClosedConnection closed(CloseReason.Cause cause, Outbox outbox, long nowNanos) {
    return new ClosedConnection(
        transport,
        cause,
        nowNanos - openedNanos,
        messagesIn,
        bytesIn,
        outbox.framesOut(),
        outbox.bytesOut());
  }
}
