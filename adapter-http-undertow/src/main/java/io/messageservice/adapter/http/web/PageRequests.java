package io.messageservice.adapter.http.web;

import io.messageservice.protocol.json.Json;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;

/**
 * What only the pages of this service may ask for, in a browser on this machine: a POST with a
 * small body of JSON that comes from a loopback address without a proxy, is sent to a name of this
 * machine (a page elsewhere whose name leads here has another), and has just that as its {@code
 * Origin}. All else is refused. Runs on I/O threads.
 */
final class PageRequests {

  private static final int MAX_BODY_BYTES = 1 << 10;
  private static final HttpString NO_SNIFFING = new HttpString("X-Content-Type-Options");

  private PageRequests() {}

  /** Gives the body to the reader, which answers, or refuses the request. */
  static void read(HttpServerExchange exchange, BiConsumer<HttpServerExchange, byte[]> reader) {
    if (!exchange.getRequestMethod().equals(Methods.POST)) {
      exchange.getResponseHeaders().put(Headers.ALLOW, Methods.POST_STRING);
      refuse(exchange, StatusCodes.METHOD_NOT_ALLOWED, "ask by POST");
    } else if (!RequestSource.isThisMachine(exchange)) {
      refuse(exchange, StatusCodes.FORBIDDEN, "only a browser on the machine of the service");
    } else if (!RequestSource.isOwnPage(exchange)) {
      refuse(exchange, StatusCodes.FORBIDDEN, "only the page of this service");
    } else if (!RequestSource.hasJson(exchange)) {
      refuse(exchange, StatusCodes.UNSUPPORTED_MEDIA_TYPE, "the body: application/json");
    } else {
      readBody(exchange, reader);
    }
  }

  private static void readBody(
      HttpServerExchange exchange, BiConsumer<HttpServerExchange, byte[]> reader) {
    if (exchange.getRequestContentLength() > MAX_BODY_BYTES) {
      refuse(exchange, StatusCodes.REQUEST_ENTITY_TOO_LARGE, "the body: 1 KiB at most");
      return;
    }
    exchange.setMaxEntitySize(MAX_BODY_BYTES);
    exchange
        .getRequestReceiver()
        .receiveFullBytes(
            reader::accept,
            (asked, broken) ->
                refuse(asked, StatusCodes.REQUEST_ENTITY_TOO_LARGE, "the body: 1 KiB at most"));
  }

  /** Answers that it is not done, and why. */
  static void refuse(HttpServerExchange exchange, int status, String error) {
    if (!exchange.isRequestComplete()) {
      Connectors.terminateRequest(exchange);
      exchange.setPersistent(false);
    }
    exchange.setStatusCode(status);
    send(
        exchange,
        "application/problem+json",
        Json.write(out -> out.writeStringField("error", error)));
  }

  /** Answers for this request alone. */
  static void send(HttpServerExchange exchange, String mediaType, byte[] json) {
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(Headers.CONTENT_TYPE, mediaType);
    headers.put(Headers.CACHE_CONTROL, "no-store");
    headers.put(NO_SNIFFING, "nosniff");
    exchange.getResponseSender().send(ByteBuffer.wrap(json));
  }
}
