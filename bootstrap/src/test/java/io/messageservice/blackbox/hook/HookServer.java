package io.messageservice.blackbox.hook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.messageservice.blackbox.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A service of the product that judges messages. What is not signed well is answered 401. */
public final class HookServer implements AutoCloseable {

  public static final String SECRET =
      "whsec_" + Base64.getEncoder().encodeToString("of-tests-only-".repeat(2).getBytes(UTF_8));

  public static final String ACCEPT = "{\"action\":\"accept\"}";

  /** The bodies that it was asked with. */
  public final List<JsonNode> asked = new CopyOnWriteArrayList<>();

  /** The values of the header {@code traceparent}; empty where there was none. */
  public final List<String> parents = new CopyOnWriteArrayList<>();

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  /** Gives the answer to a body; may take its time. */
  public volatile Function<JsonNode, String> answer = question -> ACCEPT;

  /** On any port. */
  public HookServer() {
    this(0);
  }

  /** On a port that was used before. */
  public HookServer(int port) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/judge", this::answer);
    server.start();
  }

  /** Accepts everything, and was asked nothing. */
  public void reset() {
    answer = question -> ACCEPT;
    asked.clear();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** What a service needs to ask this. */
  public Map<String, String> settings() {
    return Map.of(
        "BEFORE_SEND_URL", "http://127.0.0.1:" + port() + "/judge",
        "BEFORE_SEND_SECRET", SECRET,
        "BEFORE_SEND_TIMEOUT", "30s",
        "WEBHOOK_PRIVATE_ADDRESSES", "on",
        "RATE_LIMIT", "off");
  }

  /** The answer that rejects. */
  public static String reject(String text) {
    return Json.object("action", "reject", "text", text).toString();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    try {
      new Webhook(SECRET).verify(body, exchange.getRequestHeaders());
    } catch (Exception forged) {
      exchange.sendResponseHeaders(401, -1);
      exchange.close();
      return;
    }
    String parent = exchange.getRequestHeaders().getFirst("traceparent");
    parents.add(parent == null ? "" : parent);
    JsonNode question = Json.parse(body);
    asked.add(question);
    byte[] answered = answer.apply(question).getBytes(UTF_8);
    exchange.sendResponseHeaders(200, answered.length);
    exchange.getResponseBody().write(answered);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
