package io.messageservice.adapter.http;

import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Sends answers. Only the exchange's I/O thread may call. */
final class Answers {

  static final HttpString NO_SNIFFING = new HttpString("X-Content-Type-Options");

  /** After something that is over soon. */
  private static final Duration SOON = Duration.ofSeconds(1);

  /** After a rate of which a permit comes now and then. */
  private static final Duration LATER = Duration.ofSeconds(10);

  private Answers() {}

  /** Sends what was asked for. */
  static void send(HttpServerExchange exchange, ApiAnswer answer) {
    answer.headers().forEach(exchange.getResponseHeaders()::put);
    send(exchange, answer.status(), answer.mediaType(), answer.json());
  }

  /** Sends the problem. */
  static void send(HttpServerExchange exchange, Problem problem) {
    if (problem.status() == StatusCodes.SERVICE_UNAVAILABLE) {
      sendLater(exchange, problem, SOON);
    } else if (problem.status() == StatusCodes.TOO_MANY_REQUESTS) {
      sendLater(exchange, problem, LATER);
    } else {
      send(exchange, problem.status(), Problem.MEDIA_TYPE, ByteBuffer.wrap(problem.json()));
    }
  }

  /** Sends the problem, and after what time the client may ask again, in whole seconds. */
  static void sendLater(HttpServerExchange exchange, Problem problem, Duration wait) {
    HeaderMap headers = exchange.getResponseHeaders();
    if (!headers.contains(Headers.RETRY_AFTER)) {
      headers.put(Headers.RETRY_AFTER, Math.max(1, wait.plusMillis(999).toSeconds()));
    }
    send(exchange, problem.status(), Problem.MEDIA_TYPE, ByteBuffer.wrap(problem.json()));
  }

  /**
   * What is not read of the body never is: the connection ends behind the answer. Undertow would
   * read on for as long as the client sends.
   */
  static void leaveBody(HttpServerExchange exchange) {
    if (!exchange.isRequestComplete()) {
      Connectors.terminateRequest(exchange);
      exchange.setPersistent(false);
    }
  }

  private static void send(
      HttpServerExchange exchange, int status, String mediaType, ByteBuffer body) {
    if (exchange.isResponseStarted()) {
      return; // the client has disconnected
    }
    leaveBody(exchange);
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(Headers.CONTENT_TYPE, mediaType);
    headers.put(Headers.CACHE_CONTROL, "no-store");
    headers.put(NO_SNIFFING, "nosniff");
    exchange.setStatusCode(status);
    exchange.setResponseContentLength(body.remaining());
    exchange.getResponseSender().send(body);
  }
}
