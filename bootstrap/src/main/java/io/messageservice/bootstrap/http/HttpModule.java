package io.messageservice.bootstrap.http;

import io.messageservice.adapter.http.DocumentHandler;
import io.messageservice.adapter.http.HttpApiAdapter;
import io.messageservice.adapter.http.Readiness;
import io.messageservice.adapter.http.management.HealthHandler;
import io.messageservice.adapter.http.management.MetricsHandler;
import io.messageservice.adapter.http.web.ConsoleHandler;
import io.messageservice.adapter.http.web.DemoHandler;
import io.messageservice.adapter.http.web.PageHandler;
import io.messageservice.adapter.http.web.TokenHandler;
import io.messageservice.adapter.sse.SseAdapter;
import io.messageservice.adapter.websocket.WebSocketAdapter;
import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.bootstrap.config.ConnectionSettings;
import io.messageservice.bootstrap.config.ListenerSettings;
import io.messageservice.bootstrap.config.Settings;
import io.messageservice.bootstrap.start.DevPages;
import io.messageservice.bootstrap.start.StartProblem;
import io.messageservice.bootstrap.tls.Certificate;
import io.messageservice.bootstrap.tls.CertificateFiles;
import io.messageservice.bootstrap.tls.UnusableTls;
import io.messageservice.transport.LoopThread;
import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.PathHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.xnio.StreamConnection;
import org.xnio.channels.AcceptingChannel;

/** Wires {@code adapter-http} and what is served on the two ports. */
public final class HttpModule implements AutoCloseable {

  /** What an I/O thread needs for a few sockets that are not upgraded, at the least. */
  private static final long MIN_UNFINISHED_BYTES = 256 << 10;

  /** Of the memory for clients, for sockets that are not upgraded. */
  private static final int UNFINISHED_SHARE = 2;

  /** Connections to the management port. */
  private static final int MANAGERS = 32;

  /** More than so many sockets can hold. */
  private static final long MANAGEMENT_BYTES = 8 << 20;

  /** How many I/O threads there are, each with an event loop. */
  public static final int LOOPS = Runtime.getRuntime().availableProcessors();

  private final Settings settings;
  private final PathHandler management = Handlers.path();
  private final HealthHandler health;
  private final HttpEvents events;
  private final Listeners listeners;

  /** Starts the I/O threads; no port is open yet. */
  public HttpModule(Settings settings, Readiness readiness, HttpEvents events) throws StartProblem {
    this.settings = settings;
    this.health = new HealthHandler(readiness);
    this.events = events;
    try {
      this.listeners = Listeners.start(HttpTimes.with(settings.connections().messageTime()));
    } catch (IOException broken) {
      throw new StartProblem("the I/O threads cannot be started: " + broken.getMessage());
    }
  }

  /** The I/O threads, each at its number. */
  public List<? extends LoopThread> loopThreads() {
    return XnioLoopThread.of(listeners.worker());
  }

  /**
   * Opens the management port. It has limits of its own, so that it answers whatever happens on the
   * public port.
   *
   * @return its number
   */
  public int openManagement() throws StartProblem {
    ListenerSettings at = settings.listeners();
    Sockets sockets =
        new Sockets(
            new SocketLimits(MANAGERS, 2 * MANAGERS),
            MemoryBudget.unlimited(),
            MANAGEMENT_BYTES,
            HttpEvents.NONE);
    return Listeners.portOf(
        listeners.open(
            "MANAGEMENT_PORT",
            new InetSocketAddress(at.managementHost(), at.managementPort()),
            sockets,
            withHealth(management)));
  }

  /** Serves the metrics on the management port from now on. */
  public void serve(MetricsHandler metrics) {
    management.addExactPath(MetricsHandler.PATH, metrics);
  }

  /** Serves the console on the management port from now on. */
  public void serve(ConsoleHandler console) {
    management.addPrefixPath(ConsoleHandler.PATH, console);
  }

  /** The answer becomes a stream: it is no request that is to be answered in time. */
  public static void beginStream(HttpServerExchange exchange) {
    ExchangeDeadline.lift(exchange);
    OpenSocket.of(exchange).stream();
  }

  /**
   * Opens the public port, with TLS where that is set.
   *
   * @param pages what the pages for trying out are given; empty where there are none
   * @param memory what sockets take until they are upgraded is drawn from it
   */
  public PublicPort openPublic(
      WebSocketAdapter webSockets,
      SseAdapter streams,
      HttpApiAdapter api,
      Optional<DevPages> pages,
      MemoryBudget memory)
      throws StartProblem {
    ListenerSettings at = settings.listeners();
    Optional<CertificateFiles> files = at.tls().map(CertificateFiles::new);
    Optional<TlsRenewal> tls = files.isPresent() ? Optional.of(tls(files.get())) : Optional.empty();
    Sockets sockets = publicSockets(memory);
    HttpHandler guarded = sockets.guarding(webSockets.handler());
    PathHandler paths =
        documentPaths(sockets)
            .addExactPath("/", guarded)
            .addExactPath("/ws", guarded)
            .addPrefixPath(SseAdapter.PREFIX, sockets.guarding(streaming(streams.handler())))
            .addPrefixPath(HttpApiAdapter.PREFIX, sockets.guarding(api.handler()));
    pages.ifPresent(given -> addPages(paths, given, webSockets.handler(), sockets));
    AcceptingChannel<? extends StreamConnection> channel =
        listeners.open(
            "PORT",
            new InetSocketAddress(at.host(), at.port()),
            sockets,
            paths,
            tls.map(TlsRenewal::port));
    return new PublicPort(channel, sockets, tls);
  }

  /** An answer that becomes a stream is no request that is to be answered in time. */
  static HttpHandler streaming(HttpHandler next) {
    return exchange -> {
      exchange.putAttachment(SseAdapter.STREAM, () -> beginStream(exchange));
      next.handleRequest(exchange);
    };
  }

  /** What is served for trying out. Clients connect at the path of the page. */
  private static void addPages(
      PathHandler paths, DevPages given, HttpHandler webSockets, Sockets sockets) {
    PageHandler page = new PageHandler();
    HttpHandler either =
        exchange -> (PageHandler.isAsked(exchange) ? page : webSockets).handleRequest(exchange);
    paths
        .addExactPath("/", sockets.guarding(either))
        .addPrefixPath(PageHandler.FILES, sockets.guarding(page))
        .addExactPath(PageHandler.DEMO, sockets.guarding(page))
        .addExactPath(TokenHandler.PATH, sockets.guarding(new TokenHandler(given.tokens())))
        .addExactPath(DemoHandler.PATH, sockets.guarding(new DemoHandler(given.demo())));
  }

  private PathHandler documentPaths(Sockets sockets) {
    PathHandler paths = withHealth(Handlers.path());
    for (String path : DocumentHandler.PATHS) {
      paths.addExactPath(path, sockets.guarding(new DocumentHandler(path)));
    }
    return paths;
  }

  private PathHandler withHealth(PathHandler paths) {
    return paths
        .addExactPath(HealthHandler.LIVE_PATH, health)
        .addExactPath(HealthHandler.READY_PATH, health);
  }

  private Sockets publicSockets(MemoryBudget memory) {
    ConnectionSettings connections = settings.connections();
    long share = memory.limitBytes() / UNFINISHED_SHARE;
    long least = MIN_UNFINISHED_BYTES * Runtime.getRuntime().availableProcessors();
    return new Sockets(
        Descriptors.sockets().withPerAddress(connections.maxPerAddress()),
        memory,
        Math.max(least, connections.unfinishedRequestBytes().orElse(share)),
        events);
  }

  private TlsRenewal tls(CertificateFiles files) throws StartProblem {
    String stamp = files.stamp();
    try {
      Certificate certificate = files.load();
      events.tlsLoaded(certificate);
      TlsPort port = new TlsPort(certificate, new HandshakeTasks(listeners.worker()));
      return new TlsRenewal(files, stamp, port, events);
    } catch (UnusableTls bad) {
      throw new StartProblem(bad.line());
    }
  }

  @Override
  public void close() {
    listeners.close();
  }
}
