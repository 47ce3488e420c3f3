package io.messageservice.adapter.sse;

import io.messageservice.transport.Origins;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;

/** What pages of other origins may do. Fetch standard, section 3.3. */
final class PageOrigins {

  private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
  private static final HttpString ALLOW_METHODS = new HttpString("Access-Control-Allow-Methods");
  private static final HttpString ALLOW_HEADERS = new HttpString("Access-Control-Allow-Headers");
  private static final HttpString EXPOSE_HEADERS = new HttpString("Access-Control-Expose-Headers");
  private static final HttpString MAX_AGE = new HttpString("Access-Control-Max-Age");

  private static final String SENT = "Authorization, Content-Type, Last-Event-ID, Cache-Control";
  private static final String READ = "Retry-After, WWW-Authenticate";

  /** How long a browser need not ask again. */
  private static final String SECONDS = "600";

  private final Origins origins;

  PageOrigins(Origins origins) {
    this.origins = origins;
  }

  /**
   * Whether the request comes from no page, or from one that may ask; the answer then states it.
   */
  boolean admit(HttpServerExchange exchange) {
    HeaderMap request = exchange.getRequestHeaders();
    HeaderMap response = exchange.getResponseHeaders();
    response.put(Headers.VARY, "Origin");
    HeaderValues origin = request.get(Headers.ORIGIN);
    if (origin == null) {
      return true;
    }
    if (origin.size() != 1 || !origins.admit(origin.getFirst(), request.getFirst(Headers.HOST))) {
      return false;
    }
    response.put(ALLOW_ORIGIN, origin.getFirst());
    response.put(EXPOSE_HEADERS, READ);
    return true;
  }

  /** Answers a preflight with what may be asked. */
  static void allow(HttpServerExchange exchange, String methods) {
    HeaderMap response = exchange.getResponseHeaders();
    response.put(Headers.ALLOW, methods);
    response.put(ALLOW_METHODS, methods);
    response.put(ALLOW_HEADERS, SENT);
    response.put(MAX_AGE, SECONDS);
    exchange.setStatusCode(StatusCodes.NO_CONTENT);
    exchange.endExchange();
  }
}
