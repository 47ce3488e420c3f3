package io.messageservice.bootstrap;

import io.messageservice.adapter.http.HttpApiAdapter;
import io.messageservice.adapter.http.management.MetricsHandler;
import io.messageservice.adapter.webhook.WebhookAdapter;
import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.command.UseCases;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.Identities;
import io.messageservice.application.reminder.Reminders;
import io.messageservice.bootstrap.config.Settings;
import io.messageservice.bootstrap.http.HttpModule;
import io.messageservice.bootstrap.http.PublicPort;
import io.messageservice.bootstrap.metrics.ClusterMeters;
import io.messageservice.bootstrap.metrics.HookMeters;
import io.messageservice.bootstrap.metrics.LoopDelay;
import io.messageservice.bootstrap.metrics.MetricsRegistry;
import io.messageservice.bootstrap.metrics.ServiceGauges;
import io.messageservice.bootstrap.metrics.ServiceMeters;
import io.messageservice.bootstrap.metrics.SessionMeters;
import io.messageservice.bootstrap.start.DevPages;
import io.messageservice.bootstrap.start.Running;
import io.messageservice.bootstrap.start.StartProblem;
import io.messageservice.bootstrap.tracing.NodeTracing;
import io.messageservice.domain.user.Identity;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.Session;
import io.messageservice.protocol.Wire;
import io.messageservice.protocol.session.ClientSessions;
import io.messageservice.transport.SessionRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The whole service. Its constructor is the list of modules, each with what it is given; what one
 * module gets of the settings stands in the class that wires it.
 */
public final class Service implements Running {

  /** What the last connections are given to take their close. */
  private static final long LAST_CLOSE_NANOS = Duration.ofSeconds(2).toNanos();

  /** What the webhook is given for its last answers, and the store to note them. */
  private static final long LAST_NOTE_NANOS = Duration.ofSeconds(2).toNanos();

  /** What a client needs to come back to another node once it may. */
  private static final Duration COMING_BACK = Duration.ofSeconds(5);

  /**
   * A store that failed recovers without waiting for a client; one whose files are missing is
   * known.
   */
  private static final Duration STORE_LOOK = Duration.ofSeconds(1);

  /** What the first lease may take: everybody who is online is read before. */
  private static final Duration FIRST_LEASE = Duration.ofSeconds(30);

  /** So late a recording may begin to have events of the service. */
  private static final Duration RECORDING_LOOK = Duration.ofSeconds(1);

  private static final Duration REMINDER_LOOK = Duration.ofSeconds(1);

  private static final Duration CERTIFICATE_LOOK = Duration.ofSeconds(5);

  private final MetricsRegistry metrics = new MetricsRegistry();
  private final ServiceMeters log = new ServiceMeters(metrics, HttpModule.LOOPS);
  private final SessionMeters commands = new SessionMeters(metrics, HttpModule.LOOPS);
  private final Lifecycle lifecycle = new Lifecycle();
  private final Settings settings;
  private final MemoryBudget memory;
  private final NodeTracing tracing;
  private final HttpModule http;
  private final int managementPort;
  private final Threads threads;
  private final Optional<RedisModule> redis;
  private final Cluster cluster;
  private final Store store;
  private final SessionRegistry transport;
  private final UseCases useCases;
  private final ClientSessions sessions;
  private final HttpApiAdapter api;
  private final PublicPort publicPort;
  private final Optional<RedisBridge> bridge;
  private final Optional<WebhookAdapter> webhooks;
  private final Optional<Reminders> reminders;

  /**
   * Starts the service; returns when the public port is served.
   *
   * @param pages what the pages for trying out are given; empty where there are none
   * @throws StartProblem where a setting or the machine stands against it; nothing is left running
   */
  public static Running start(Settings settings, Optional<DevPages> pages) throws StartProblem {
    try (Undo undo = new Undo()) {
      Service service = new Service(settings, pages, undo);
      undo.forget();
      return service;
    }
  }

  private Service(Settings settings, Optional<DevPages> pages, Undo undo) throws StartProblem {
    undo.later(metrics);
    SecureRandom random = new SecureRandom();
    this.settings = settings;
    this.memory = ApplicationModule.clientMemory(settings);
    this.tracing = undo.later(NodeTracing.open(System.getenv()));
    this.http = undo.later(new HttpModule(settings, lifecycle, log));
    this.managementPort = http.openManagement();
    this.threads = undo.later(new Threads());
    this.redis = RedisModule.open(settings.cluster(), threads, random, new ClusterMeters(metrics));
    redis.ifPresent(undo::later);
    this.cluster = redis.map(RedisModule::cluster).orElse(Cluster.ALONE);
    InstantSource clock = redis.map(RedisModule::clock).orElse(InstantSource.system());
    this.store = undo.later(openStore(clock, random));
    Identities identities = JwtModule.warm(settings.tokens(), threads, InstantSource.system());
    this.transport =
        TransportModule.registry(settings, http.loopThreads(), this::openSession, memory, log);
    this.useCases =
        ApplicationModule.useCases(
            settings,
            new ApplicationModule.Chosen(
                store.measured(metrics),
                cluster,
                clock,
                identities,
                tracing,
                HookModule.beforeSend(settings, threads, new HookMeters(metrics))),
            transport.loops(),
            threads,
            memory,
            log);
    this.sessions =
        ProtocolModule.sessions(
            settings,
            useCases,
            random,
            transport.clocks().nanos(),
            new ClientSessions.Observers(new GuardedSessionEvents(commands, log), tracing));
    awaitLease();
    this.api =
        HttpApiModule.api(
            settings,
            HttpApiModule.admission(
                identities,
                JwtModule.services(settings, threads, clock),
                transport,
                sessions.rates()),
            useCases,
            log,
            tracing);
    this.publicPort =
        http.openPublic(
            TransportModule.webSockets(settings, transport, identities, log),
            TransportModule.streams(settings, transport, identities, random, log),
            api,
            pages,
            memory);
    this.bridge = redis.map(with -> new RedisBridge(with, store, threads, useCases));
    this.webhooks =
        new WebhookModule(settings, threads, metrics)
            .begin(useCases.readEvents(), store.positions(), clock);
    this.reminders =
        new ReminderModule(settings.events(), metrics, log)
            .reminders(store, useCases.userNotes(), clock);
    begin();
  }

  /** Nodes that share Redis may have a store of another kind. */
  private Store openStore(InstantSource clock, SecureRandom random) throws StartProblem {
    return switch (settings.storage().kind()) {
      case REDIS ->
          RedisStoreModule.open(
              redis.orElseThrow(),
              random,
              settings.storage().eventRetention(),
              () -> transport.reconnect(spread()));
      case POSTGRES ->
          PostgresModule.open(
              settings.storage().database().orElseThrow(),
              redis.map(with -> with.cluster().membership().node()),
              clock,
              random,
              () -> transport.reconnect(spread()));
      case SQLITE, MEMORY -> SqliteModule.open(settings.storage(), clock, random);
    };
  }

  /**
   * Others that find the name of this node before it has a lease take it for dead: so it has one
   * before anybody can connect.
   */
  private void awaitLease() throws StartProblem {
    if (!cluster.membership().awaitLease(FIRST_LEASE)) {
      throw new StartProblem(
          "REDIS_URL names a Redis that has not registered this node within "
              + FIRST_LEASE.toSeconds()
              + " s");
    }
  }

  /**
   * The transport is made before the use cases, which need its event loops; no port is open yet.
   */
  private Session openSession(Wire wire, EventLoop loop, Identity identity, Dialect dialect) {
    return sessions.open(wire, loop, identity, dialect);
  }

  /** What goes on by itself from here. */
  private void begin() {
    threads.repeat(STORE_LOOK, store.look());
    log.recordings().look();
    threads.repeat(RECORDING_LOOK, log.recordings()::look);
    if (settings.listeners().tls().isPresent()) {
      threads.repeat(CERTIFICATE_LOOK, publicPort::lookAtCertificate);
    }
    useCases.commands().onEpochChange(this::reconnectNow);
    reminders.ifPresent(this::remind);
    if (settings.events().presence() && redis.isEmpty()) {
      useCases.presenceNotes().begin();
    }
    serveMetrics();
    bridge.ifPresent(with -> with.begin(settings, transport.loops().get(0)));
  }

  private void remind(Reminders some) {
    some.begin();
    threads.repeat(REMINDER_LOOK, threads.userNotes, some::pass);
  }

  private void serveMetrics() {
    new ServiceGauges(
            transport,
            useCases.commands(),
            memory,
            store.fileBytes(),
            () -> lifecycle.missing().isEmpty())
        .show(metrics);
    LoopDelay.measure(transport.loops(), threads::after, metrics);
    threads.scraper.execute(metrics::showJvm);
    http.serve(
        new MetricsHandler(metrics::page, threads.scraper, fault -> log.broke("metrics", fault)));
    http.serve(
        new ConsoleModule(
                settings, lifecycle, cluster, metrics, commands.refusals(), memory, useCases)
            .handler(threads, log));
  }

  /** Clients reconnect at once where a store has another epoch: answers would belong to that. */
  private void reconnectNow() {
    log.epochChanged();
    transport.reconnectNow(spread());
  }

  private Map<String, BooleanSupplier> needs() {
    Map<String, BooleanSupplier> needs = new LinkedHashMap<>();
    needs.put("store", store.works());
    needs.put("store_file", store.inPlace());
    redis.ifPresent(with -> needs.put("bus", with::hasWorkingBus));
    return needs;
  }

  /** What is held for clients. */
  MemoryBudget clientMemory() {
    return memory;
  }

  @Override
  public int port() {
    return publicPort.number();
  }

  @Override
  public void ready() {
    lifecycle.ready(needs());
    log.started(publicPort.number(), managementPort, settings.storage().kind().toString());
  }

  @Override
  public void reload() {
    publicPort.lookAtCertificate();
    log.reloaded();
  }

  @Override
  public void drain() {
    if (lifecycle.beginDraining()) {
      long end = System.nanoTime() + settings.connections().drainTime().toNanos();
      log.draining(transport.connections());
      publicPort.stopAccepting();
      api.stop();
      useCases.departure().begin(spread().plus(COMING_BACK));
      bridge.ifPresent(RedisBridge::stopTaking);
      transport.stopAccepting();
      lifecycle.awaitUntil(end, this::isCarriedOut);
      transport.drain(spread());
      lifecycle.awaitUntil(end, this::isDrained);
      stopNow();
    } else {
      lifecycle.awaitStopped();
    }
  }

  /** Whether everything that was read is stored and delivered. */
  private boolean isCarriedOut() {
    return !transport.isAccepting() && useCases.commands().unfinished() == 0;
  }

  /** A request may go on during the drain, but no connection waits for it. */
  private boolean isDrained() {
    return transport.connections() == 0
        && publicPort.isSettled()
        && useCases.commands().unfinished() == 0;
  }

  /** Whether it is noted up to where events were sent, where they are. */
  private boolean isSent() {
    return webhooks.map(WebhookAdapter::isEnded).orElse(true);
  }

  /** So long that clients which come back do not come all at once. */
  private Duration spread() {
    return Duration.ofMillis(Math.max(1_000, Math.min(30_000, transport.connections())));
  }

  @Override
  public void stopNow() {
    lifecycle.beginDraining();
    publicPort.stopAccepting();
    useCases.departure().begin(spread().plus(COMING_BACK));
    transport.closeAll(CloseReason.STOPPING);
    lifecycle.awaitUntil(System.nanoTime() + LAST_CLOSE_NANOS, () -> transport.connections() == 0);
    if (lifecycle.beginStopping()) {
      webhooks.ifPresent(WebhookAdapter::close);
      lifecycle.awaitUntil(System.nanoTime() + LAST_NOTE_NANOS, this::isSent);
      bridge.ifPresent(RedisBridge::end);
      reminders.ifPresent(some -> threads.userNotes.execute(some::leave));
      redis.ifPresent(with -> threads.presence.execute(with::leave)); // after those who have left
      threads.close();
      metrics.close();
      http.close();
      store.close();
      redis.ifPresent(RedisModule::close);
      tracing.close();
      log.stopped(memory.heldBytes());
      lifecycle.stopped();
    } else {
      lifecycle.awaitStopped();
    }
  }

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
