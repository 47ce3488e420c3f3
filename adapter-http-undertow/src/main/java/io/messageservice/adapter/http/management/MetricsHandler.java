package io.messageservice.adapter.http.management;

import io.messageservice.adapter.http.ReadOnly;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.SameThreadExecutor;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Answers {@code GET /metrics}. The page is made on a thread of its own, since it takes longer than
 * an I/O thread may be busy; 503 where too many wait for it. Needs no token.
 */
public final class MetricsHandler implements HttpHandler {

  /** Where it is. */
  public static final String PATH = "/metrics";

  /**
   * The metrics of the service as they stand.
   *
   * @param mediaType of the text
   */
  public record Page(String mediaType, String text) {}

  private final Function<String, Page> pages;
  private final Executor thread;
  private final Consumer<Throwable> faults;

  /**
   * @param pages the page for a header {@code Accept}, which may be empty
   * @param thread makes pages; refuses with {@link RejectedExecutionException}
   * @param faults gets what made a page fail, which is answered with 500
   */
  public MetricsHandler(Function<String, Page> pages, Executor thread, Consumer<Throwable> faults) {
    this.pages = pages;
    this.thread = thread;
    this.faults = faults;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
    if (ReadOnly.isAsked(exchange)) {
      exchange.dispatch(SameThreadExecutor.INSTANCE, () -> begin(exchange));
    }
  }

  private void begin(HttpServerExchange exchange) {
    String accept =
        Optional.ofNullable(exchange.getRequestHeaders().get(Headers.ACCEPT))
            .map(values -> String.join(",", values))
            .orElse("");
    try {
      thread.execute(() -> make(exchange, accept));
    } catch (RejectedExecutionException full) {
      exchange.setStatusCode(StatusCodes.SERVICE_UNAVAILABLE).endExchange();
    }
  }

  private void make(HttpServerExchange exchange, String accept) {
    Runnable answer;
    try {
      Page page = pages.apply(accept);
      ByteBuffer bytes = ByteBuffer.wrap(page.text().getBytes(StandardCharsets.UTF_8));
      answer = () -> send(exchange, page.mediaType(), bytes);
    } catch (RuntimeException | Error fault) {
      faults.accept(fault);
      answer = () -> exchange.setStatusCode(StatusCodes.INTERNAL_SERVER_ERROR).endExchange();
    }
    exchange.getIoThread().execute(answer);
  }

  private static void send(HttpServerExchange exchange, String mediaType, ByteBuffer bytes) {
    if (!exchange.isResponseStarted()) {
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, mediaType);
      exchange.getResponseSender().send(bytes);
    }
  }
}
