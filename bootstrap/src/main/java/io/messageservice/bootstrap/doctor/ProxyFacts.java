package io.messageservice.bootstrap.doctor;

import io.messageservice.client.socket.SocketEnd;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a client sees of the way to the service.
 *
 * @param encrypted whether it is in TLS
 * @param local whether it does not leave this machine
 * @param failure why no connection could be opened; empty where one could
 * @param token whether one was sent
 * @param refused how the service ended the connection at once, where it did
 * @param subprotocol which one the service took; empty for none
 * @param pong whether a ping was answered
 * @param originFailure why a page of the same host gets no connection; empty where it does
 * @param idle what became of a connection that nobody used; empty where nobody looked
 * @param maxPerAddress {@code MAX_CONNECTIONS_PER_ADDRESS}; empty for {@code off}
 */
record ProxyFacts(
    boolean encrypted,
    boolean local,
    Optional<String> failure,
    boolean token,
    Optional<SocketEnd> refused,
    String subprotocol,
    boolean pong,
    Optional<String> originFailure,
    Optional<Idle> idle,
    OptionalInt maxPerAddress) {

  /**
   * A connection that nobody used.
   *
   * @param watched for how long, at most
   * @param lived how long it was open meanwhile
   * @param pings how many came from the service
   */
  record Idle(Duration watched, Duration lived, int pings, Optional<SocketEnd> end) {}
}
