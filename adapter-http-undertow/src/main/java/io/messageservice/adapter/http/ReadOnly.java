package io.messageservice.adapter.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;

/** What can only be read. */
public final class ReadOnly {

  private static final String METHODS = "GET, HEAD, OPTIONS";

  private ReadOnly() {}

  /** Whether it is to be read; other methods are answered with those that there are. */
  public static boolean isAsked(HttpServerExchange exchange) {
    Answers.leaveBody(exchange);
    HttpString method = exchange.getRequestMethod();
    if (method.equals(Methods.GET) || method.equals(Methods.HEAD)) {
      return true;
    }
    boolean asks = method.equals(Methods.OPTIONS);
    exchange.setStatusCode(asks ? StatusCodes.NO_CONTENT : StatusCodes.METHOD_NOT_ALLOWED);
    exchange.getResponseHeaders().put(Headers.ALLOW, METHODS);
    exchange.endExchange();
    return false;
  }
}
