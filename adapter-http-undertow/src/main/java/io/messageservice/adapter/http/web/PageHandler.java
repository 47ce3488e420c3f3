package io.messageservice.adapter.http.web;

import io.messageservice.adapter.http.ReadOnly;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.ETag;
import io.undertow.util.ETagUtils;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The page at {@code /}, a chat to try the service out with, the one at {@code /demo}, and the
 * files that they consist of. All of them are in the jar. Runs on I/O threads.
 */
public final class PageHandler implements HttpHandler {

  /** Below this lie the files that the pages load. */
  public static final String FILES = "/page";

  /** The page where processes are killed. */
  public static final String DEMO = "/demo";

  private static final List<String> NAMES =
      List.of(
          "page.css",
          "theme.css",
          "thread.css",
          "demo.css",
          "icon.svg",
          "actions.js",
          "app.js",
          "chat.js",
          "composer.js",
          "demo.js",
          "demo-chart.js",
          "demo-parts.js",
          "dialogs.js",
          "dom.js",
          "icons.js",
          "message.js",
          "messages.js",
          "people.js",
          "scroller.js",
          "search.js",
          "sidebar.js",
          "start.js",
          "text.js",
          "theme.js",
          "thread.js",
          "message-service-client.js");

  private static final HttpString POLICY = new HttpString("Content-Security-Policy");
  private static final HttpString REFERRER_POLICY = new HttpString("Referrer-Policy");
  private static final HttpString OPENER_POLICY = new HttpString("Cross-Origin-Opener-Policy");
  private static final HttpString RESOURCE_POLICY = new HttpString("Cross-Origin-Resource-Policy");
  private static final HttpString NO_SNIFFING = new HttpString("X-Content-Type-Options");

  private final Map<String, WebFile> files = new LinkedHashMap<>();

  /** Reads the files. */
  public PageHandler() {
    files.put("/", WebFile.read("index.html"));
    files.put(DEMO, WebFile.read("demo.html"));
    NAMES.forEach(name -> files.put(FILES + "/" + name, WebFile.read(name)));
  }

  /** Whether a request for {@code /} is for the page: others want to upgrade to WebSocket. */
  public static boolean isAsked(HttpServerExchange exchange) {
    HttpString method = exchange.getRequestMethod();
    return (method.equals(Methods.GET) || method.equals(Methods.HEAD))
        && !"websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst(Headers.UPGRADE));
  }

  /**
   * Nothing but what this service serves, and images from anywhere, which attachments name (CSP
   * Level 3). Not every browser takes {@code 'self'} for sockets as well, so they are named.
   */
  private static String policy(HttpServerExchange exchange) {
    String sockets = exchange.getRequestScheme().equals("https") ? "wss" : "ws";
    int port = exchange.getDestinationAddress().getPort();
    return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' http: https:;"
        + " connect-src 'self' "
        + sockets
        + "://127.0.0.1:"
        + port
        + " "
        + sockets
        + "://localhost:"
        + port
        + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
        + " require-trusted-types-for 'script'; trusted-types 'none'";
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    WebFile file = files.get(exchange.getRequestPath());
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(NO_SNIFFING, "nosniff");
    headers.put(POLICY, policy(exchange));
    headers.put(REFERRER_POLICY, "no-referrer");
    headers.put(OPENER_POLICY, "same-origin");
    headers.put(RESOURCE_POLICY, "same-origin");
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
    if (isKnown(exchange, file.tag())) {
      exchange.setStatusCode(StatusCodes.NOT_MODIFIED);
      exchange.endExchange();
    } else {
      headers.put(Headers.CONTENT_TYPE, file.mediaType());
      exchange.getResponseSender().send(file.content().duplicate());
    }
  }

  private static boolean isKnown(HttpServerExchange exchange, ETag tag) {
    return !ETagUtils.handleIfNoneMatch(exchange, tag, true);
  }
}
