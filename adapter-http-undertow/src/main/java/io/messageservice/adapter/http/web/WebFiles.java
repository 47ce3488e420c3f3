package io.messageservice.adapter.http.web;

import io.messageservice.adapter.http.ReadOnly;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.ETagUtils;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files that a page consists of, by their paths. All of them are in the jar. */
final class WebFiles {

  private static final HttpString POLICY = new HttpString("Content-Security-Policy");
  private static final HttpString REFERRER_POLICY = new HttpString("Referrer-Policy");
  private static final HttpString OPENER_POLICY = new HttpString("Cross-Origin-Opener-Policy");
  private static final HttpString RESOURCE_POLICY = new HttpString("Cross-Origin-Resource-Policy");
  private static final HttpString NO_SNIFFING = new HttpString("X-Content-Type-Options");

  private final Map<String, WebFile> files;

  WebFiles(Map<String, WebFile> files) {
    this.files = Map.copyOf(files);
  }

  /** Has the browser keep what it gets to itself. */
  static void guard(HttpServerExchange exchange, String policy) {
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(NO_SNIFFING, "nosniff");
    headers.put(POLICY, policy);
    headers.put(REFERRER_POLICY, "no-referrer");
    headers.put(OPENER_POLICY, "same-origin");
    headers.put(RESOURCE_POLICY, "same-origin");
  }

  /** Sends the file of the path, or 404. */
  void answer(HttpServerExchange exchange) {
    @Nullable WebFile file = files.get(exchange.getRequestPath());
    if (file == null) {
      exchange.setStatusCode(StatusCodes.NOT_FOUND);
      exchange.endExchange();
    } else if (ReadOnly.isAsked(exchange)) {
      send(exchange, file);
    }
  }

  /** A copy in the browser is asked for each time, so that a new jar has no old page. */
  private static void send(HttpServerExchange exchange, WebFile file) {
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(Headers.ETAG, file.tag().toString());
    headers.put(Headers.CACHE_CONTROL, "no-cache");
    if (ETagUtils.handleIfNoneMatch(exchange, file.tag(), true)) {
      headers.put(Headers.CONTENT_TYPE, file.mediaType());
      exchange.getResponseSender().send(file.content().duplicate());
    } else {
      exchange.setStatusCode(StatusCodes.NOT_MODIFIED);
      exchange.endExchange();
    }
  }
}
