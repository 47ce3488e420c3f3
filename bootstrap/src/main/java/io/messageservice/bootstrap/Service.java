package io.messageservice.bootstrap;

import io.messageservice.adapter.http.HealthHandler;
import io.messageservice.adapter.websocket.WebSocketAdapter;
import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.Identities;
import io.messageservice.application.port.out.Shard;
import io.messageservice.application.usecase.Dependencies;
import io.messageservice.application.usecase.UseCases;
import io.messageservice.bootstrap.config.ClusterSettings;
import io.messageservice.bootstrap.config.Settings;
import io.messageservice.bootstrap.start.Running;
import io.messageservice.bootstrap.start.StartProblem;
import io.messageservice.bootstrap.tls.Certificate;
import io.messageservice.bootstrap.tls.CertificateFiles;
import io.messageservice.bootstrap.tls.UnusableTls;
import io.messageservice.domain.user.Identity;
import io.messageservice.protocol.ClientSessions;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.EventFrames;
import io.messageservice.protocol.JsonValues;
import io.messageservice.protocol.Session;
import io.messageservice.protocol.Sessions;
import io.messageservice.protocol.Wire;
import io.messageservice.transport.SessionRegistry;
import io.messageservice.transport.Transport;
import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.xnio.StreamConnection;
import org.xnio.channels.AcceptingChannel;

/** The whole service, put together: every part and what it is given. */
public final class Service implements Running {

  /** What the last connections are given to take their close. */
  private static final long GOODBYE_NANOS = Duration.ofSeconds(2).toNanos();

  /** What a client needs to come back to another node once it may. */
  private static final Duration COMING_BACK = Duration.ofSeconds(5);

  private final ServiceLog log = new ServiceLog();
  private final Lifecycle lifecycle = new Lifecycle();
  private final Settings settings;
  private final MemoryBudget memory;
  private final Threads threads;
  private final Listeners listeners;
  private final Optional<RedisCluster> shared;
  private final Optional<Services> services;
  private final Store store;
  private final Transport transport;
  private final UseCases useCases;
  private final Sessions sessions;
  private final Optional<Tls> tls;
  private final AcceptingChannel<? extends StreamConnection> publicPort;

  /**
   * Starts the service; returns when the public port is served.
   *
   * @throws StartProblem where a setting or the machine stands against it; nothing is left running
   */
  public static Running start(Settings settings) throws StartProblem {
    try (Undo undo = new Undo()) {
      Service service = new Service(settings, undo);
      undo.forget();
      return service;
    } catch (IOException broken) {
      throw new StartProblem("the I/O threads cannot be started: " + broken.getMessage());
    }
  }

  private Service(Settings settings, Undo undo) throws StartProblem, IOException {
    InstantSource clock = InstantSource.system();
    SecureRandom random = new SecureRandom();
    this.settings = settings;
    this.listeners =
        undo.later(Listeners.start(HttpTimes.with(settings.connections().messageTime())));
    this.memory = Wiring.clientMemory(settings);
    HealthHandler health = new HealthHandler(lifecycle);
    AcceptingChannel<? extends StreamConnection> management =
        listeners.open(
            "MANAGEMENT_PORT", managementAddress(), Wiring.managementSockets(), healthOnly(health));
    this.threads = undo.later(new Threads());
    this.shared = openShared(random);
    this.store =
        undo.later(
            shared.isPresent()
                ? shared.get().store()
                : Store.open(settings.storage(), clock, random));
    Identities identities = TokenVerification.warm(settings.tokens(), threads, clock);
    SessionRegistry registry =
        new SessionRegistry(
            XnioLoopThread.of(listeners.worker()),
            Wiring.transport(settings),
            this::openSession,
            memory,
            Wiring.clocks(clock),
            log);
    this.transport = registry;
    HttpHandler webSockets =
        new WebSocketAdapter(registry, Wiring.webSockets(settings), identities, log).handler();
    this.useCases =
        UseCases.in(
            surroundings(shared.map(RedisCluster::clock).orElse(clock), identities),
            Wiring.policy(settings, memory));
    this.sessions =
        new ClientSessions(
            useCases,
            Wiring.limits(settings),
            new ClientSessions.Greeting(
                Ids.random(random),
                settings.connections().heartbeatInterval(),
                settings.limits().maxFrameBytes()),
            System::nanoTime);
    if (shared.isPresent()) {
      shared.get().awaitLease();
    }
    this.tls = publicTls();
    Sockets sockets = Wiring.publicSockets(settings, memory, log);
    this.publicPort =
        listeners.open(
            "PORT",
            publicAddress(),
            sockets,
            everything(health, sockets.guarding(webSockets)),
            tls.map(Tls::port));
    new StoreWatch(store, threads).begin();
    shared.ifPresent(this::beginToShare);
    this.services = shared.map(with -> new Services(with, threads, useCases));
    services.ifPresent(with -> with.begin(settings, transport.shards().get(0)));
    lifecycle.ready(needs());
    log.started(port(), Listeners.portOf(management), settings.storage().kind().toString());
  }

  private Optional<RedisCluster> openShared(SecureRandom random) throws StartProblem {
    ClusterSettings cluster = settings.cluster();
    return cluster.redis().isPresent()
        ? Optional.of(RedisCluster.open(cluster.redis().get(), cluster, threads, random))
        : Optional.empty();
  }

  /**
   * Clients have to reconnect where changes were missed, and at once where the shared store has
   * another epoch: answers would belong to that epoch.
   */
  private void beginToShare(RedisCluster with) {
    Runnable reconnect = () -> transport.reconnect(spread());
    with.onChangesMissed(reconnect);
    useCases
        .commands()
        .onEpochChange(
            () -> {
              log.epochChanged();
              transport.reconnectNow(spread());
            });
    new SharedWatch(with, threads).begin();
  }

  private Map<String, BooleanSupplier> needs() {
    Map<String, BooleanSupplier> needs = new LinkedHashMap<>();
    needs.put("store", store.condition().works());
    needs.put("store_file", store.condition().inPlace());
    shared.ifPresent(with -> needs.put("bus", with::isHeard));
    return needs;
  }

  /** The transport is made before the use cases, which need its shards; no port is open yet. */
  private Session openSession(Wire wire, Shard shard, Identity identity, Dialect dialect) {
    return sessions.open(wire, shard, identity, dialect);
  }

  private Dependencies surroundings(InstantSource clock, Identities identities) {
    return new Dependencies(
        store.ledger(),
        store.history(),
        new EventFrames(),
        new JsonValues(),
        transport.shards(),
        threads.lane(),
        threads.presence(),
        threads.readers(),
        threads::after,
        clock,
        System::nanoTime,
        log,
        log,
        identities,
        shared.map(RedisCluster::cluster).orElse(Cluster.ALONE),
        memory);
  }

  private static HttpHandler healthOnly(HealthHandler health) {
    return Handlers.path()
        .addExactPath(HealthHandler.LIVE_PATH, health)
        .addExactPath(HealthHandler.READY_PATH, health);
  }

  private static HttpHandler everything(HealthHandler health, HttpHandler sockets) {
    return Handlers.path()
        .addExactPath(HealthHandler.LIVE_PATH, health)
        .addExactPath(HealthHandler.READY_PATH, health)
        .addExactPath("/", sockets)
        .addExactPath("/ws", sockets);
  }

  private Optional<Tls> publicTls() throws StartProblem {
    if (settings.listeners().tls().isEmpty()) {
      return Optional.empty();
    }
    CertificateFiles files = new CertificateFiles(settings.listeners().tls().get());
    String stamp = files.stamp();
    try {
      Certificate certificate = files.load();
      TlsPort port = new TlsPort(certificate, new HandshakeTasks(listeners.worker()));
      TlsRenewal renewal = new TlsRenewal(files, stamp, port::renew, log);
      renewal.begin(threads::after, threads.readers());
      log.tlsLoaded(certificate);
      return Optional.of(new Tls(port, renewal));
    } catch (UnusableTls bad) {
      throw new StartProblem(bad.line());
    }
  }

  private InetSocketAddress managementAddress() {
    return new InetSocketAddress(
        settings.listeners().managementHost(), settings.listeners().managementPort());
  }

  private InetSocketAddress publicAddress() {
    return new InetSocketAddress(settings.listeners().host(), settings.listeners().port());
  }

  /** What is held for clients. */
  MemoryBudget clientMemory() {
    return memory;
  }

  @Override
  public int port() {
    return Listeners.portOf(publicPort);
  }

  @Override
  public void reload() {
    tls.ifPresent(with -> with.renewal().look());
    log.reloaded();
  }

  @Override
  public void drain() {
    if (lifecycle.beginDraining()) {
      long end = System.nanoTime() + settings.connections().drainTime().toNanos();
      log.draining(transport.connections());
      Listeners.stopAccepting(publicPort);
      useCases.departure().begin(spread().plus(COMING_BACK));
      services.ifPresent(Services::stopTaking);
      transport.stopAccepting();
      lifecycle.awaitUntil(end, this::isCarriedOut);
      transport.drain(spread());
      lifecycle.awaitUntil(end, () -> transport.connections() == 0);
      stopNow();
    } else {
      lifecycle.awaitStopped();
    }
  }

  /** Whether everything that was read is stored and told. */
  private boolean isCarriedOut() {
    return !transport.isAccepting() && useCases.commands().unfinished() == 0;
  }

  /** So long that clients which come back do not come all at once. */
  private Duration spread() {
    return Duration.ofMillis(Math.max(1_000, Math.min(30_000, transport.connections())));
  }

  @Override
  public void stopNow() {
    lifecycle.beginDraining();
    Listeners.stopAccepting(publicPort);
    useCases.departure().begin(spread().plus(COMING_BACK));
    transport.closeAll(CloseReason.STOPPING);
    lifecycle.awaitUntil(System.nanoTime() + GOODBYE_NANOS, () -> transport.connections() == 0);
    if (lifecycle.beginStopping()) {
      services.ifPresent(Services::end);
      shared.ifPresent(with -> threads.presence().execute(with::leave)); // behind who has gone
      threads.close();
      listeners.close();
      store.close();
      log.stopped(memory.heldBytes());
      lifecycle.stopped();
    } else {
      lifecycle.awaitStopped();
    }
  }

  /** TLS of the public port, and who keeps its certificate current. */
  private record Tls(TlsPort port, TlsRenewal renewal) {}

  /** What was opened so far, closed again where the start fails. */
  private static final class Undo implements AutoCloseable {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    <T extends AutoCloseable> T later(T resource) {
      opened.push(resource);
      return resource;
    }

    void forget() {
      opened.clear();
    }

    @Override
    public void close() {
      for (AutoCloseable resource : opened) {
        try {
          resource.close();
        } catch (Exception alsoBroken) {
          // the first problem is the one to report
        }
      }
    }
  }
}
