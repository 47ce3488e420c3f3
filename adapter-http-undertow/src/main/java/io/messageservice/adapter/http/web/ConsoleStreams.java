package io.messageservice.adapter.http.web;

import io.messageservice.adapter.http.web.ConsoleHandler.Environment;
import io.messageservice.adapter.http.web.ConsoleHandler.Figures;
import io.messageservice.application.port.in.ShowConnections;
import io.messageservice.domain.user.UserId;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import io.undertow.server.handlers.sse.ServerSentEventHandler;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The streams of open consoles. While there is one, all get figures every two seconds, made once
 * for all; while there is none nothing is done. Any thread may call.
 */
final class ConsoleStreams {

  /** More are refused: their sockets would be missing for probes. */
  static final int MOST = 8;

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration PERIOD = Duration.ofSeconds(2);

  private static final HttpString ACCEL_BUFFERING = new HttpString("X-Accel-Buffering");
  private static final AttachmentKey<Watched> WATCHED = AttachmentKey.create(Watched.class);

  private final ConsoleHandler.Node node;
  private final ShowConnections connections;
  private final Environment environment;
  private final ConsoleAccess access;
  private final ServerSentEventHandler handler = new ServerSentEventHandler((to, id) -> began(to));
  private final Set<ConsoleStream> open = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean ticking = new AtomicBoolean();

  /** Whether figures are about to be made: once is enough for all, and scrapes share the thread. */
  private final AtomicBoolean asked = new AtomicBoolean();

  ConsoleStreams(
      ConsoleHandler.Node node,
      ShowConnections connections,
      Environment environment,
      ConsoleAccess access) {
    this.node = node;
    this.connections = connections;
    this.environment = environment;
    this.access = access;
  }

  /**
   * What a console looks at beside the node.
   *
   * @param user whose connections; empty for nobody's
   * @param connection the number of that of them whose frames are shown; 0 for none
   */
  record Watched(Optional<UserId> user, long connection) {}

  /** Begins a stream, or refuses it. */
  void open(HttpServerExchange exchange) throws Exception {
    if (!exchange.getRequestMethod().equals(Methods.GET)) {
      exchange.getResponseHeaders().put(Headers.ALLOW, Methods.GET_STRING);
      access.refuse(exchange, StatusCodes.METHOD_NOT_ALLOWED, "Ask by GET.");
    } else if (open.size() >= MOST) {
      access.refuse(exchange, StatusCodes.SERVICE_UNAVAILABLE, "Too many consoles are open.");
    } else {
      exchange.putAttachment(WATCHED, new Watched(ConsoleHandler.user(exchange), number(exchange)));
      exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
      exchange.getResponseHeaders().put(ACCEL_BUFFERING, "no");
      environment.streaming().accept(exchange);
      handler.handleRequest(exchange);
    }
  }

  private static long number(HttpServerExchange exchange) {
    try {
      return ConsoleHandler.parameter(exchange, "connection").map(Long::parseLong).orElse(0L);
    } catch (NumberFormatException none) {
      return 0;
    }
  }

  private void began(ServerSentEventConnection to) {
    ConsoleStream stream =
        new ConsoleStream(to, to.getAttachment(WATCHED), connections, environment.clock());
    open.add(stream);
    to.addCloseTask(
        closed -> {
          open.remove(stream);
          stream.close();
        });
    if (!to.isOpen()) {
      open.remove(stream);
      stream.close();
    }
    makeFigures();
    if (ticking.compareAndSet(false, true)) {
      environment.timer().after(FIRST, this::tick);
    }
  }

  private void tick() {
    if (open.isEmpty()) {
      ticking.set(false);
      if (open.isEmpty() || !ticking.compareAndSet(false, true)) {
        return;
      }
    }
    makeFigures();
    environment.timer().after(PERIOD, this::tick);
  }

  private void makeFigures() {
    if (!asked.compareAndSet(false, true)) {
      return;
    }
    try {
      environment.thread().execute(this::send);
    } catch (RejectedExecutionException full) {
      asked.set(false); // the next time
    }
  }

  private void send() {
    asked.set(false);
    try {
      Figures figures = node.figures();
      String json = ConsoleJson.of(figures, access.maySteer(), environment.clock().instant());
      open.forEach(stream -> stream.send(json));
    } catch (RuntimeException | Error fault) {
      environment.events().consoleFailed(fault);
    }
  }
}
