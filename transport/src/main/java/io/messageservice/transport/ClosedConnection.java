package io.messageservice.transport;

import io.messageservice.protocol.CloseReason;

/**
 * What became of one connection. Names nobody.
 *
 * @param transport what carried it, such as {@code websocket}
 * @param cause why it ended
 * @param lifetimeNanos from its first moment to its last
 * @param messagesIn whole messages of the client
 * @param bytesIn as they were received, without TLS
 * @param framesOut whole frames that the peer's socket took
 * @param bytesOut as they were sent, without TLS
 */
public record ClosedConnection(
    String transport,
    CloseReason.Cause cause,
    long lifetimeNanos,
    long messagesIn,
    long bytesIn,
    long framesOut,
    long bytesOut) {}
