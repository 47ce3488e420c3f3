package io.messageservice.blackbox.connecting;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.messageservice.blackbox.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An auth service that publishes its keys on this machine. */
final class AuthServer implements AutoCloseable {

  /** What the last who asked for keys called this place. */
  volatile String host = "";

  /** How often the keys were asked for. */
  final AtomicInteger asked = new AtomicInteger();

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile String set = "{\"keys\":[]}";
  private volatile CountDownLatch gate = new CountDownLatch(0);

  AuthServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/keys", this::answer);
    server.start();
  }

  String url() {
    return url("127.0.0.1");
  }

  /** The same by another name of this machine. */
  String url(String name) {
    return "http://" + name + ":" + server.getAddress().getPort() + "/keys";
  }

  void publish(ObjectNode... keys) {
    ArrayNode all = Json.object().putArray("keys");
    for (ObjectNode key : keys) {
      all.add(key);
    }
    set = "{\"keys\":" + all + "}";
  }

  /** Lets nobody have an answer until the latch is open. */
  void hold(CountDownLatch latch) {
    gate = latch;
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    host = exchange.getRequestHeaders().getFirst("Host");
    try {
      gate.await();
    } catch (InterruptedException stopped) {
      exchange.close();
      return;
    }
    byte[] body = set.getBytes(UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
