package io.messageservice.adapter.http.web;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
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

  private final WebFiles files;

  /** Reads the files. */
  public PageHandler() {
    Map<String, WebFile> all = new LinkedHashMap<>();
    all.put("/", WebFile.read("index.html"));
    all.put(DEMO, WebFile.read("demo.html"));
    NAMES.forEach(name -> all.put(FILES + "/" + name, WebFile.read(name)));
    this.files = new WebFiles(all);
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
    WebFiles.guard(exchange, policy(exchange));
    files.answer(exchange);
  }
}
