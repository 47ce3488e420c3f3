package io.messageservice.adapter.redis.bridge;

import io.messageservice.adapter.redis.JumpingClock;
import io.messageservice.adapter.redis.RedisConfig;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.bus.BusConfig;
import io.messageservice.adapter.redis.bus.BusEvents;
import io.messageservice.adapter.redis.bus.RedisBus;
import io.messageservice.adapter.redis.link.Link;
import io.messageservice.adapter.redis.link.Subscriber;
import io.messageservice.adapter.redis.store.RedisStore;
import io.messageservice.adapter.redis.store.RedisStoreEvents;
import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.command.Dependencies;
import io.messageservice.application.command.Policy;
import io.messageservice.application.command.UseCases;
import io.messageservice.application.memory.cluster.InMemoryMembership;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.DeliveryEvents;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.Identities.Reason;
import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.application.port.out.LaneEvents;
import io.messageservice.application.port.out.PresenceLoad;
import io.messageservice.application.port.out.Timer;
import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.AccessPolicy;
import io.messageservice.protocol.json.JsonValues;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A node of a test: the store, the bus and all use cases on a real Redis, and people on sockets
 * that are none. It ends without a word. One thread may call.
 */
final class BridgeNode implements AutoCloseable {

  private final String name;
  private final List<ScheduledExecutorService> threads = new ArrayList<>();
  private final RedisConnection redis;
  private final AtomicInteger subscribing = new AtomicInteger();
  private final Subscriber subscriber;
  private final RedisStore store;
  private final UseCases useCases;
  private final EventLoop loop;
  private final Link link;
  private final Timer timer = newTimer();

  BridgeNode(RedisServer server, String prefix, String name) {
    this(server.url(), prefix, name);
  }

  BridgeNode(String url, String prefix, String name) {
    this(RedisConfig.of(url).withPrefix(prefix), name, RedisConnection::open);
  }

  /** One that goes by the clock where it goes by that of Redis. */
  BridgeNode(RedisServer server, String prefix, String name, JumpingClock clock) {
    this(RedisConfig.of(server.url()).withPrefix(prefix), name, clock::connect);
  }

  private BridgeNode(
      RedisConfig config, String name, Function<RedisConfig, RedisConnection> connect) {
    String prefix = config.prefix();
    this.name = name;
    SecureRandom random = new SecureRandom();
    redis = connect.apply(config);
    subscriber =
        new Subscriber(
            () -> {
              subscribing.incrementAndGet();
              return RedisConnection.openForSubscriptions(config);
            },
            thread());
    RedisStore.Config own =
        new RedisStore.Config(name, Clock.systemUTC(), System::nanoTime, Duration.ofDays(7));
    store = RedisStore.open(redis, own, random, RedisStoreEvents.NONE);
    loop = new OneEventLoop(thread());
    link = new Link(redis, subscriber, thread(), timer, System::nanoTime);
    RedisBus bus = new RedisBus(link, BusConfig.of(prefix, name, false), BusEvents.NONE);
    useCases =
        UseCases.in(
            new Dependencies(
                List.of(store.ledger()),
                store.history(),
                store.changes(),
                store.conversationIds(),
                new JsonValues(),
                List.of(loop),
                List.of(thread()),
                thread(),
                thread(),
                timer,
                Clock.systemUTC(),
                System::nanoTime,
                Faults.NONE,
                PresenceLoad.NONE,
                DeliveryEvents.NONE,
                (token, verdict) -> verdict.accept(new Verdict.Refused(Reason.INVALID)),
                new Cluster(bus, new InMemoryMembership(name, other -> true), Optional.empty()),
                MemoryBudget.unlimited(),
                lane -> LaneEvents.NONE,
                Optional.empty()),
            new Policy(
                new Access(AccessPolicy.OPEN, 100),
                PresenceAudience.CONTACTS,
                Duration.ZERO,
                100,
                100,
                Optional.empty(),
                1_000));
  }

  UseCases useCases() {
    return useCases;
  }

  RedisStore store() {
    return store;
  }

  RedisConnection redis() {
    return redis;
  }

  Subscriber subscriber() {
    return subscriber;
  }

  /** How often it began to connect in order to subscribe; what it had before is closed by then. */
  int subscribing() {
    return subscribing.get();
  }

  Timer timer() {
    return timer;
  }

  Link link() {
    return link;
  }

  private Timer newTimer() {
    ScheduledExecutorService thread = newThread();
    return (delay, task) -> {
      try {
        Future<?> unused = thread.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException ended) {
        if (!thread.isShutdown()) {
          throw ended;
        }
      }
    };
  }

  /** With a thread of its own. */
  BridgeEnvironment environment() {
    return new BridgeEnvironment(redis, name, thread(), timer, System::nanoTime);
  }

  /** With the thread and the time of the test. */
  BridgeEnvironment environment(BridgeTurns turns) {
    return new BridgeEnvironment(redis, name, turns, turns, turns::nanoTime);
  }

  EventStream tellEvents(int length, EventStreamEvents events) {
    return new EventStream(environment(), store.changes(), store.history(), length, events);
  }

  CommandUseCases uses() {
    return new CommandUseCases(useCases.sendForService(), useCases.giveNotice(), loop);
  }

  /** Somebody connects. */
  Listener connect(String user) {
    Listener listener = new Listener(user, loop);
    loop.execute(
        () -> {
          boolean unused = useCases.registerConnection().register(listener);
        });
    return listener;
  }

  @Override
  public void close() {
    threads.forEach(ScheduledExecutorService::shutdownNow);
    subscriber.close();
    redis.close();
  }

  /** A thread that does nothing any more where the node has ended. */
  private Executor thread() {
    ScheduledExecutorService thread = newThread();
    return task -> {
      if (!thread.isShutdown()) {
        thread.execute(task);
      }
    };
  }

  private ScheduledExecutorService newThread() {
    ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    threads.add(thread);
    return thread;
  }

  private record OneEventLoop(Executor thread) implements EventLoop {

    @Override
    public int index() {
      return 0;
    }

    @Override
    public void execute(Runnable task) {
      thread.execute(task);
    }
  }
}
