package io.messageservice.bootstrap.http;

import io.messageservice.adapter.http.HttpApiAdapter;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.Protocols;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;

/**
 * Judges each request before anything else looks at it: 503 where its address has too many sockets,
 * 431 where its head is too large, 400 where it is not plain where its body ends. RFC 9112, section
 * 6. Runs on I/O threads.
 */
final class RequestCheck implements HttpHandler {

  private static final int OK = 0;
  private static final int RETRY_SECONDS = 1;
  private static final String CHUNKED = "chunked";

  /** A longer one overflows where it is read. */
  private static final int MAX_LENGTH_DIGITS = 18;

  private final Sockets sockets;
  private final HttpHandler next;

  RequestCheck(Sockets sockets, HttpHandler next) {
    this.sockets = sockets;
    this.next = next;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    OpenSocket socket = OpenSocket.of(exchange);
    int headBytes = socket.headComplete(exchange);
    exchange.addExchangeCompleteListener(
        (completed, proceeding) -> {
          socket.exchangeComplete(completed);
          proceeding.proceed();
        });
    exchange.addResponseCommitListener(socket::answering);
    int refusal = refusalOf(exchange, socket, headBytes);
    if (refusal == OK) {
      next.handleRequest(exchange);
    } else {
      sockets.events().requestRefused(refusal);
      refuse(exchange, refusal);
    }
  }

  private static int refusalOf(HttpServerExchange exchange, OpenSocket socket, int headBytes) {
    if (!socket.isAdmitted()) {
      return StatusCodes.SERVICE_UNAVAILABLE;
    }
    if (headBytes > OpenSocket.MAX_HEAD_BYTES) {
      return StatusCodes.REQUEST_HEADER_FIELDS_TOO_LARGE;
    }
    return endsPlainly(exchange) && socket.beginBody(exchange) ? OK : StatusCodes.BAD_REQUEST;
  }

  /** Undertow itself takes any coding for chunked. */
  private static boolean endsPlainly(HttpServerExchange exchange) {
    HeaderValues codings = exchange.getRequestHeaders().get(Headers.TRANSFER_ENCODING);
    HeaderValues lengths = exchange.getRequestHeaders().get(Headers.CONTENT_LENGTH);
    if (codings != null) {
      return lengths == null
          && codings.size() == 1
          && codings.getFirst().equalsIgnoreCase(CHUNKED)
          && exchange.getProtocol().equals(Protocols.HTTP_1_1);
    }
    return lengths == null
        || (lengths.size() == 1 && lengths.getFirst().length() <= MAX_LENGTH_DIGITS);
  }

  /** Answers with the status and what it means, and closes; the body is not read. */
  static void refuse(HttpServerExchange exchange, int status) {
    OpenSocket.of(exchange).discardInput();
    Connectors.terminateRequest(exchange);
    exchange.setStatusCode(status);
    exchange.setPersistent(false);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, HttpApiAdapter.PROBLEM);
    if (status == StatusCodes.SERVICE_UNAVAILABLE) {
      exchange.getResponseHeaders().put(Headers.RETRY_AFTER, RETRY_SECONDS);
    }
    exchange.getResponseSender().send(ByteBuffer.wrap(HttpApiAdapter.problem(status)));
  }
}
