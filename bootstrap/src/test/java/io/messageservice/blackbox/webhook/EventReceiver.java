package io.messageservice.blackbox.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.messageservice.blackbox.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;

/** A service of the product that gets events. What is not signed well is answered 401. */
final class EventReceiver implements AutoCloseable {

  static final String SECRET =
      "whsec_" + Base64.getEncoder().encodeToString("of-tests-only-".repeat(2).getBytes(UTF_8));

  /** All that came, each time. */
  final List<Received> received;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  /** Gives the status for the last event of a call, before it counts as received; may take time. */
  volatile ToIntFunction<Received> answer = event -> 204;

  /**
   * One event.
   *
   * @param id of its own, also in a batch
   */
  record Received(String id, JsonNode event) {

    String type() {
      return event.get("type").asText();
    }

    String conversation() {
      return event.at("/data/conversationId").asText();
    }

    /** What was written; an empty text where it is no message. */
    String content() {
      return event.at("/data/message/content").asText();
    }
  }

  /** On any port. */
  EventReceiver() {
    this(0, new CopyOnWriteArrayList<>());
  }

  private EventReceiver(int port, List<Received> received) {
    this.received = received;
    try {
      server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/events", this::receive);
    server.start();
  }

  /** Another one at its place, with what it had, once it is closed. */
  EventReceiver again() {
    return new EventReceiver(server.getAddress().getPort(), received);
  }

  /** What a service needs to send to this. */
  Map<String, String> settings(String... more) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "WEBHOOK_URL",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/events",
                "WEBHOOK_SECRET",
                SECRET,
                "WEBHOOK_PRIVATE_ADDRESSES",
                "on",
                "RATE_LIMIT",
                "off"));
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  /** Those of a conversation and a type, each once, as receivers are to take them. */
  List<Received> once(String conversation, String type) {
    List<Received> all = new ArrayList<>();
    String last = "";
    for (Received event : received) {
      if (event.conversation().equals(conversation)) {
        assertEpoch(last, event.id());
        if (event.id().compareTo(last) > 0) {
          last = event.id();
          all.add(event);
        }
      }
    }
    return all.stream().filter(event -> event.type().equals(type)).toList();
  }

  /** What was written in a conversation, as it came. */
  List<String> messages(String conversation) {
    return once(conversation, "message.created").stream().map(Received::content).toList();
  }

  private static void assertEpoch(String last, String id) {
    if (!last.isEmpty()) {
      assertThat(id.split("-", -1)[0]).isEqualTo(last.split("-", -1)[0]);
    }
  }

  private void receive(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    int status = isSigned(body, exchange) ? receive(exchange, Json.parse(body)) : 401;
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private int receive(HttpExchange exchange, JsonNode body) {
    String id = exchange.getRequestHeaders().getFirst("webhook-id");
    List<Received> events = new ArrayList<>();
    if (body.has("events")) {
      body.get("events").forEach(one -> events.add(new Received(one.get("id").asText(), one)));
      assertThat(events.get(events.size() - 1).id()).isEqualTo(id);
    } else {
      events.add(new Received(id, body));
    }
    int status = answer.applyAsInt(events.get(events.size() - 1));
    if (status < 300) {
      received.addAll(events);
    }
    return status;
  }

  private static boolean isSigned(String body, HttpExchange exchange) {
    try {
      new Webhook(SECRET).verify(body, exchange.getRequestHeaders());
      return true;
    } catch (Exception forged) {
      return false;
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
