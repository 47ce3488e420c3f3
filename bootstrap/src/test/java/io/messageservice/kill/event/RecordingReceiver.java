package io.messageservice.kill.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.messageservice.adapter.redis.Ports;
import io.messageservice.blackbox.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the example, and notes what that acknowledged before the node learns of it.
 * Refuses, holds back and ends calls as it is told to. One thread opens, closes and changes it.
 */
final class RecordingReceiver implements AutoCloseable {

  /** When something is done that a call waits for. */
  enum Moment {
    COME,
    TAKEN,
    ANSWERED
  }

  /** What it does with calls. */
  enum Mood {
    TAKES,
    REFUSES,
    HANGS
  }

  private final PushProcess example;
  private final int port = Ports.next();

  /**
   * An event that was acknowledged.
   *
   * @param subject its conversation, or its user where it has none
   */
  record Taken(String id, String subject) {}

  private final List<Taken> taken = new ArrayList<>();
  private final Map<Moment, Runnable> strikes = new ConcurrentHashMap<>();
  private final AtomicInteger forged = new AtomicInteger();
  private final AtomicInteger struck = new AtomicInteger();
  private ExecutorService threads = Executors.newCachedThreadPool();
  private @Nullable HttpServer server;
  private volatile Bearing bearing = new Bearing(Mood.TAKES, new CountDownLatch(1));

  /** A mood and its end. */
  private record Bearing(Mood mood, CountDownLatch ended) {}

  RecordingReceiver(PushProcess example) {
    this.example = example;
  }

  String url() {
    return "http://127.0.0.1:" + port + "/events";
  }

  void open() {
    try {
      HttpServer opened =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      opened.setExecutor(threads);
      opened.createContext("/events", this::receive);
      opened.start();
      server = opened;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** At the next call, once. */
  void strike(Moment moment, Runnable what) {
    strikes.put(moment, what);
  }

  /** Whether what was to be done was not begun; it is not done any more then. */
  boolean withdraw(Moment moment) {
    return strikes.remove(moment) != null;
  }

  void be(Mood next) {
    Bearing before = bearing;
    bearing = new Bearing(next, new CountDownLatch(1));
    before.ended().countDown();
  }

  /** Each time one was acknowledged, in the order of the acknowledgements. */
  List<Taken> taken() {
    synchronized (taken) {
      return List.copyOf(taken);
    }
  }

  /** How many calls were not signed as the example wants it. */
  int forged() {
    return forged.get();
  }

  /** How often something was done while a call waited. */
  int struck() {
    return struck.get();
  }

  private void receive(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    try (exchange) {
      strikeAt(Moment.COME);
      Bearing now = bearing;
      switch (now.mood()) {
        case TAKES -> exchange.sendResponseHeaders(take(body, exchange.getRequestHeaders()), -1);
        case REFUSES -> exchange.sendResponseHeaders(500, -1);
        case HANGS -> now.ended().await();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
    strikeAt(Moment.ANSWERED);
  }

  private void strikeAt(Moment moment) {
    Runnable strike = strikes.remove(moment);
    if (strike != null) {
      int unused = struck.incrementAndGet();
      strike.run();
    }
  }

  private int take(String body, Headers headers) {
    Map<String, String> passed = new HashMap<>();
    for (String name : List.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
      passed.put(name, headers.getFirst(name));
    }
    int status = example.pass(body, passed);
    if (status < 300) {
      JsonNode call = Json.parse(body);
      synchronized (taken) {
        if (call.has("events")) {
          call.get("events").forEach(event -> note(event.get("id").asText(), event));
        } else {
          note(headers.getFirst("webhook-id"), call);
        }
      }
      strikeAt(Moment.TAKEN);
    } else if (status == 401) {
      forged.incrementAndGet();
    }
    return status;
  }

  private void note(String id, JsonNode event) {
    taken.add(new Taken(id, EventVerdict.subject(event)));
  }

  /** Ends all calls; nobody is there until it is opened again. */
  void shut() {
    if (server != null) {
      server.stop(0);
    }
    threads.shutdownNow();
    threads = Executors.newCachedThreadPool();
  }

  @Override
  public void close() {
    shut();
    threads.shutdownNow();
  }
}
