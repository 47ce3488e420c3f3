package io.messageservice.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The receiver of a webhook on this machine. It acknowledges every call, and looks whether each
 * message of each conversation came, in order. Any thread may ask.
 */
final class WebhookReceiver implements AutoCloseable {

  /** As many calls as the service has under way at once. */
  private static final int THREADS = 16;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  /** Up to where the messages of a conversation came; guarded by this, like all that follows. */
  private final Map<String, Long> positions = new HashMap<>();

  private long messages;
  private long again;
  private long missing;
  private long recipients;
  private Duration latest = Duration.ZERO;

  /** Listens from now on. */
  WebhookReceiver(int port) throws IOException {
    server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), THREADS);
    server.setExecutor(threads);
    server.createContext("/", this::call);
    server.start();
  }

  private void call(HttpExchange exchange) throws IOException {
    try (exchange;
        InputStream body = exchange.getRequestBody()) {
      JsonNode call = JSON.readTree(body);
      if (call.has("events")) {
        call.path("events").forEach(this::take);
      } else {
        take(call);
      }
      exchange.sendResponseHeaders(204, -1);
    }
  }

  private void take(JsonNode event) {
    if (event.path("type").asText().equals("message.created")) {
      JsonNode data = event.path("data");
      Duration late = Duration.between(Instant.parse(event.path("timestamp").asText()), now());
      take(data.path("conversationId").asText(), data.path("seq").asLong(), late);
      count(data.path("recipients").size());
    }
  }

  private static Instant now() {
    return Instant.now();
  }

  private synchronized void take(String conversation, long seq, Duration late) {
    long before = positions.getOrDefault(conversation, 0L);
    if (seq <= before) {
      again++;
      return;
    }
    missing += seq - before - 1;
    positions.put(conversation, seq);
    messages++;
    latest = latest.compareTo(late) < 0 ? late : latest;
  }

  private synchronized void count(int more) {
    recipients += more;
  }

  synchronized long messages() {
    return messages;
  }

  synchronized long recipients() {
    return recipients;
  }

  /** How long after it was stored a message came, at worst, since this was asked last. */
  synchronized Duration takeLatest() {
    Duration worst = latest;
    latest = Duration.ZERO;
    return worst;
  }

  /** Of messages that came before, and of gaps. */
  synchronized String faults() {
    return again + " came again, " + missing + " left out";
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
