package io.messageservice.bootstrap.http;

import java.time.Duration;

/**
 * How long a client may take over HTTP before its connection is ended.
 *
 * @param head from the first byte of a request to the end of its head
 * @param idle from the opening, or from the last answer, to the first byte of a request
 * @param exchange from the end of a request's head until its body is read and its answer taken
 */
record HttpTimes(Duration head, Duration idle, Duration exchange) {

  /** From the answer that refuses a client until it has read that and closed. */
  static final Duration REFUSED = Duration.ofMillis(1_500);

  /** What the I/O threads have for closing all connections when the service stops. */
  static final Duration END = Duration.ofMillis(1_500);

  private static final Duration HEAD = Duration.ofSeconds(10);
  private static final Duration IDLE = Duration.ofSeconds(60);

  /** The times of the service. */
  static HttpTimes with(Duration exchange) {
    return new HttpTimes(HEAD, IDLE, exchange);
  }
}
