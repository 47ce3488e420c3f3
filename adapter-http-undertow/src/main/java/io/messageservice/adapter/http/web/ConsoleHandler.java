package io.messageservice.adapter.http.web;

import io.messageservice.application.port.in.CloseConnections;
import io.messageservice.application.port.in.ShowConnections;
import io.messageservice.application.port.out.Timer;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.json.Json;
import io.messageservice.transport.AddressLimits;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.SameThreadExecutor;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The operator's console: the page, the stream of what it shows, and its commands. Runs on I/O
 * threads.
 */
public final class ConsoleHandler implements HttpHandler {

  /** Where it is, and below it the files that it loads. */
  public static final String PATH = "/console";

  static final String STREAM = PATH + "/stream";

  private static final String DISCONNECT = PATH + "/disconnect";
  private static final String DRAIN = PATH + "/drain";

  /** By their names in the jar. */
  private static final List<String> OWN =
      List.of(
          "console.css",
          "connections.js",
          "console.js",
          "figures.js",
          "panels.js",
          "spark.js",
          "words.js");

  private static final List<String> SHARED =
      List.of("theme.css", "theme.js", "dom.js", "icons.js", "icon.svg");

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  private final WebFiles files = new WebFiles(all());
  private final ConsoleAccess access;
  private final ConsoleStreams streams;
  private final Node node;
  private final CloseConnections closing;
  private final ConsoleEvents events;

  /** The console of a node. */
  public ConsoleHandler(Node node, Uses uses, Environment environment) {
    this.node = node;
    this.closing = uses.closeConnections();
    this.events = environment.events();
    this.access = new ConsoleAccess(environment.password(), environment.wrong(), events);
    this.streams = new ConsoleStreams(node, uses.showConnections(), environment, access);
  }

  /** The node as its operator sees it. */
  public interface Node {

    /** How it stands. Called on the thread of the {@link Environment}, and by no other. */
    Figures figures();

    /** Begins to stop it, as a signal does. Returns at once. */
    void drain();
  }

  /**
   * How a node stands.
   *
   * @param texts such as the name of the node, by what they are
   * @param numbers by their groups and names; what is not known is left out
   * @param nodes the names of those that live, this one among them
   * @param slowest for whom most waits, the most first
   * @param refused what was refused lately, the latest first
   */
  public record Figures(
      Map<String, String> texts,
      Map<String, Map<String, Double>> numbers,
      List<String> nodes,
      List<Waiting> slowest,
      List<Refused> refused) {}

  /** A connection that does not take what it is sent. */
  public record Waiting(String user, long bytes) {}

  /**
   * Something that was refused. Nothing of its contents.
   *
   * @param what a command, one of a closed set
   * @param code of the refusal
   */
  public record Refused(Instant at, String what, String code, String user) {}

  /** What the console shows and does by. */
  public record Uses(ShowConnections showConnections, CloseConnections closeConnections) {}

  /**
   * What it needs beside that.
   *
   * @param password empty: only browsers on this machine may look, and nobody may do more
   * @param wrong how often an address may bring a wrong one
   * @param thread where figures are made; refuses where too much waits
   * @param clock for times that people see
   * @param streaming is told of each answer that becomes a stream
   */
  public record Environment(
      Optional<ConsolePassword> password,
      AddressLimits wrong,
      Executor thread,
      Timer timer,
      InstantSource clock,
      ConsoleEvents events,
      Consumer<HttpServerExchange> streaming) {}

  private static Map<String, WebFile> all() {
    Map<String, WebFile> all = new LinkedHashMap<>();
    WebFile page = WebFile.read("console/index.html");
    all.put(PATH, page);
    all.put(PATH + "/", page);
    OWN.forEach(name -> all.put(PATH + "/" + name, WebFile.read("console/" + name)));
    SHARED.forEach(name -> all.put(PATH + "/" + name, WebFile.read(name)));
    return all;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    WebFiles.guard(exchange, POLICY);
    if (!access.admits(exchange)) {
      return;
    }
    switch (exchange.getRequestPath()) {
      case STREAM -> streams.open(exchange);
      case DISCONNECT -> command(exchange, this::disconnect);
      case DRAIN -> command(exchange, this::drain);
      default -> files.answer(exchange);
    }
  }

  private void command(HttpServerExchange exchange, Consumer<HttpServerExchange> command) {
    if (!exchange.getRequestMethod().equals(Methods.POST)) {
      exchange.getResponseHeaders().put(Headers.ALLOW, Methods.POST_STRING);
      access.refuse(exchange, StatusCodes.METHOD_NOT_ALLOWED, "Ask by POST.");
    } else if (!access.maySteer()) {
      access.refuse(
          exchange, StatusCodes.FORBIDDEN, "Without CONSOLE_PASSWORD the console only shows.");
    } else if (!RequestSource.isOwnPageOrBehindTls(exchange)) {
      access.refuse(exchange, StatusCodes.FORBIDDEN, "Only the page of the console may command.");
    } else {
      leaveBody(exchange);
      command.accept(exchange);
    }
  }

  private static void leaveBody(HttpServerExchange exchange) {
    if (!exchange.isRequestComplete()) {
      Connectors.terminateRequest(exchange);
      exchange.setPersistent(false);
    }
  }

  private void disconnect(HttpServerExchange exchange) {
    Optional<UserId> user = user(exchange);
    if (user.isEmpty()) {
      access.refuse(exchange, StatusCodes.BAD_REQUEST, "Name a user: ?user=…");
      return;
    }
    exchange.dispatch(
        SameThreadExecutor.INSTANCE,
        () -> closing.close(user.get(), closed -> disconnected(exchange, closed)));
  }

  private void disconnected(HttpServerExchange exchange, int connections) {
    events.operatorCommanded("disconnect", connections);
    exchange.getIoThread().execute(() -> send(exchange, StatusCodes.OK, connections));
  }

  private void drain(HttpServerExchange exchange) {
    events.operatorCommanded("drain", 0);
    send(exchange, StatusCodes.ACCEPTED, 0);
    node.drain();
  }

  private static void send(HttpServerExchange exchange, int status, int connections) {
    if (exchange.isResponseStarted()) {
      return; // the client has gone
    }
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(Headers.CONTENT_TYPE, "application/json");
    headers.put(Headers.CACHE_CONTROL, "no-store");
    exchange.setStatusCode(status);
    byte[] json = Json.write(out -> out.writeNumberField("connections", connections));
    exchange.getResponseSender().send(ByteBuffer.wrap(json));
  }

  /** Whom the query names. */
  static Optional<UserId> user(HttpServerExchange exchange) {
    return parameter(exchange, "user").flatMap(ConsoleHandler::userId);
  }

  private static Optional<UserId> userId(String text) {
    try {
      return Optional.of(new UserId(text));
    } catch (IllegalArgumentException invalid) {
      return Optional.empty();
    }
  }

  static Optional<String> parameter(HttpServerExchange exchange, String name) {
    Deque<String> values = exchange.getQueryParameters().get(name);
    return values == null || values.size() != 1 ? Optional.empty() : Optional.of(values.getFirst());
  }
}
