package io.messageservice.adapter.http.management;

import io.messageservice.adapter.http.ReadOnly;
import io.messageservice.adapter.http.Readiness;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Answers {@code GET /health/live} and {@code GET /health/ready}: 200, or 503 with what is missing;
 * to {@code HEAD} the same without a body, to {@code OPTIONS} which methods there are. Needs no
 * token and reports nothing else.
 */
public final class HealthHandler implements HttpHandler {

  /** Whether the process is there at all. */
  public static final String LIVE_PATH = "/health/live";

  /** Whether it can serve. */
  public static final String READY_PATH = "/health/ready";

  private final Readiness readiness;

  /** Answers for a service. */
  public HealthHandler(Readiness readiness) {
    this.readiness = readiness;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
    if (!ReadOnly.isAsked(exchange)) {
      return;
    }
    boolean live = exchange.getRequestPath().equals(LIVE_PATH);
    answer(exchange, live ? List.of() : readiness.missing());
  }

  private static void answer(HttpServerExchange exchange, List<String> missing) {
    exchange.setStatusCode(missing.isEmpty() ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    exchange
        .getResponseSender()
        .send(
            missing.isEmpty()
                ? "{\"status\":\"ok\"}"
                : missing.stream()
                    .map(what -> '"' + what + '"')
                    .collect(
                        Collectors.joining(
                            ",", "{\"status\":\"unavailable\",\"missing\":[", "]}")));
  }
}
