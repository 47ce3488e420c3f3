package io.messageservice.application.port.in;

import java.time.Duration;

/**
 * What one connection has done so far, for the operator of the node. Nothing that it carried.
 *
 * @param number of the connection, which no other of this node has; 0 where it has none
 * @param transport what carries it, such as {@code websocket}
 * @param age since it was opened
 * @param waitingBytes what its peer has not taken yet
 * @param stalled whether its peer did not take all when it was last written to
 * @param messagesIn whole messages of the client
 * @param bytesIn as they were received, without TLS
 * @param framesOut whole frames that the peer's socket took
 * @param bytesOut as they were sent, without TLS
 */
public record ConnectionFigures(
    long number,
    String transport,
    Duration age,
    int waitingBytes,
    boolean stalled,
    long messagesIn,
    long bytesIn,
    long framesOut,
    long bytesOut) {

  /** Of a connection that nobody measures. */
  public static final ConnectionFigures NONE =
      new ConnectionFigures(0, "none", Duration.ZERO, 0, false, 0, 0, 0, 0);
}
