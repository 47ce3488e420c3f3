package io.messageservice.adapter.sse;

import io.messageservice.protocol.json.Json;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Why a request gets nothing: a problem document (RFC 9457) with the members {@code error} and
 * {@code code} of the contract.
 *
 * @param code for programs
 * @param error for people
 */
record RequestRefusal(int status, String code, String error) {

  static final RequestRefusal NOT_HERE =
      new RequestRefusal(StatusCodes.NOT_FOUND, "not_found", "nothing is at this path");

  static final RequestRefusal NO_SESSION =
      new RequestRefusal(
          StatusCodes.NOT_FOUND, "not_found", "no such session on this node, open a new one");

  static final RequestRefusal METHOD =
      new RequestRefusal(
          StatusCodes.METHOD_NOT_ALLOWED, "method_not_allowed", "this path has other methods");

  static final RequestRefusal ORIGIN =
      new RequestRefusal(StatusCodes.FORBIDDEN, "forbidden", "origin not allowed");

  static final RequestRefusal OTHER_USER =
      new RequestRefusal(StatusCodes.FORBIDDEN, "forbidden", "the session of another user");

  static final RequestRefusal NOT_UTF8 =
      new RequestRefusal(StatusCodes.BAD_REQUEST, "invalid_format", "the body is not UTF-8");

  static final RequestRefusal FULL =
      new RequestRefusal(StatusCodes.SERVICE_UNAVAILABLE, "overloaded", "no room");

  static final RequestRefusal STOPPING =
      new RequestRefusal(
          StatusCodes.SERVICE_UNAVAILABLE, "unavailable", "the session ends, open a new one");

  static final RequestRefusal TOO_MANY_POSTS =
      new RequestRefusal(
          StatusCodes.SERVICE_UNAVAILABLE, "overloaded", "too many posts of the session wait");

  static final RequestRefusal TOO_MANY =
      new RequestRefusal(
          StatusCodes.TOO_MANY_REQUESTS, "rate_limited", "too many refused requests, slow down");

  private static final String MEDIA_TYPE = "application/problem+json";

  static RequestRefusal tooLarge(int maxBytes) {
    return new RequestRefusal(
        StatusCodes.REQUEST_ENTITY_TOO_LARGE,
        "too_large",
        "the body: " + maxBytes + " bytes at most");
  }

  static RequestRefusal unauthenticated(String error) {
    return new RequestRefusal(StatusCodes.UNAUTHORIZED, "unauthenticated", error);
  }

  static RequestRefusal notJudged(String error) {
    return new RequestRefusal(StatusCodes.SERVICE_UNAVAILABLE, "unavailable", error);
  }

  /** Answers. What is not read of a body never is: the connection ends behind the answer. */
  void send(HttpServerExchange exchange, Duration retryAfter) {
    if (exchange.isResponseStarted()) {
      return; // the client has disconnected
    }
    if (!exchange.isRequestComplete()) {
      Connectors.terminateRequest(exchange);
      exchange.setPersistent(false);
    }
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(Headers.CONTENT_TYPE, MEDIA_TYPE);
    headers.put(Headers.CACHE_CONTROL, "no-store");
    if (status == StatusCodes.UNAUTHORIZED) {
      headers.put(Headers.WWW_AUTHENTICATE, "Bearer");
    } else if (status == StatusCodes.SERVICE_UNAVAILABLE
        || status == StatusCodes.TOO_MANY_REQUESTS) {
      headers.put(Headers.RETRY_AFTER, Math.max(1, retryAfter.plusMillis(999).toSeconds()));
    }
    exchange.setStatusCode(status);
    exchange.getResponseSender().send(ByteBuffer.wrap(json()));
  }

  private byte[] json() {
    return Json.write(
        json -> {
          json.writeStringField("type", "about:blank");
          json.writeStringField("title", StatusCodes.getReason(status));
          json.writeNumberField("status", status);
          json.writeStringField("error", error);
          json.writeStringField("code", code);
        });
  }
}
