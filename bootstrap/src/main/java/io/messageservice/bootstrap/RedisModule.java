package io.messageservice.bootstrap;

import static io.messageservice.bootstrap.config.ClusterSettings.REDIS_CA;

import io.messageservice.adapter.redis.RedisConfig;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.UnusableRedis;
import io.messageservice.adapter.redis.bridge.Site;
import io.messageservice.adapter.redis.bus.BusConfig;
import io.messageservice.adapter.redis.bus.RedisBus;
import io.messageservice.adapter.redis.link.Link;
import io.messageservice.adapter.redis.link.RedisClock;
import io.messageservice.adapter.redis.link.Subscriber;
import io.messageservice.adapter.redis.presence.PresenceConfig;
import io.messageservice.adapter.redis.presence.RedisPresenceBoard;
import io.messageservice.adapter.redis.store.RedisStore;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.bootstrap.config.ClusterSettings;
import io.messageservice.bootstrap.logging.ClusterLog;
import io.messageservice.bootstrap.start.StartProblem;
import io.messageservice.bootstrap.tls.PemFile;
import io.messageservice.bootstrap.tls.UnusableTls;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Wires {@code adapter-redis}: what a node of a cluster shares with the others. */
final class RedisModule {

  /** How often nodes look whose lease has ended: users are offline by the end of what was set. */
  private static final Duration SWEEP = Duration.ofSeconds(1);

  /** What the first lease may take: everybody who is online is read before. */
  private static final Duration FIRST_LEASE = Duration.ofSeconds(30);

  private static final int NAME_BYTES = 8;

  private final ClusterLog log = new ClusterLog();
  private final String node;
  private final RedisConnection connection;
  private final Subscriber subscriber;
  private final RedisBus bus;
  private final RedisPresenceBoard board;
  private final RedisStore store;
  private final RedisClock clock;

  private RedisModule(
      RedisConfig redis,
      RedisConnection connection,
      Duration lease,
      Threads threads,
      SecureRandom random) {
    this.node = name(random);
    this.connection = connection;
    this.subscriber = new Subscriber(() -> RedisConnection.openToHear(redis), threads.connecting());
    Link link =
        new Link(connection, subscriber, threads.cluster(), threads::after, System::nanoTime);
    this.board =
        new RedisPresenceBoard(
            link, new PresenceConfig(redis.prefix(), node, lease.minus(SWEEP)), log);
    BusConfig channels = BusConfig.agreed(connection, node);
    this.bus = new RedisBus(link, channels, log);
    this.clock = RedisClock.open(connection, System::nanoTime);
    clock.keep(link);
    this.store = RedisStore.open(connection, node, board.living(), clock, random, log);
    log.joined(node, channels.sharded());
  }

  /**
   * Connects where that is set; nothing is sent or received before somebody listens.
   *
   * @throws StartProblem where Redis cannot be used
   */
  static Optional<RedisModule> open(ClusterSettings cluster, Threads threads, SecureRandom random)
      throws StartProblem {
    if (cluster.redis().isEmpty()) {
      return Optional.empty();
    }
    RedisConfig trusting = believing(cluster.redis().get(), cluster.authorities());
    RedisConnection connection = connect(trusting);
    try {
      return Optional.of(new RedisModule(trusting, connection, cluster.lease(), threads, random));
    } catch (UnusableRedis unusable) {
      connection.close();
      throw new StartProblem("REDIS_URL " + unusable.getMessage());
    }
  }

  private static RedisConfig believing(RedisConfig redis, Optional<Path> authorities)
      throws StartProblem {
    try {
      return authorities.isPresent()
          ? redis.withTrusted(new PemFile(REDIS_CA.name(), authorities.get()).certificates())
          : redis;
    } catch (UnusableTls bad) {
      throw new StartProblem(bad.line());
    }
  }

  private static RedisConnection connect(RedisConfig redis) throws StartProblem {
    try {
      return RedisConnection.open(redis);
    } catch (UnusableRedis unusable) {
      throw new StartProblem("REDIS_URL " + unusable.getMessage());
    }
  }

  /** Never used before and never again. */
  private static String name(SecureRandom random) {
    byte[] bytes = new byte[NAME_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * Waits until others can know that this node lives: whoever finds its name before takes it for
   * dead. To be called once the use cases listen, before anybody can connect.
   *
   * @throws StartProblem where Redis does not get to it
   */
  void awaitLease() throws StartProblem {
    if (!board.awaitLease(FIRST_LEASE)) {
      throw new StartProblem(
          "REDIS_URL names a Redis that has not registered this node within "
              + FIRST_LEASE.toSeconds()
              + " s");
    }
  }

  /** For the use cases. */
  Cluster cluster() {
    return new Cluster(bus, Optional.of(board));
  }

  /** On which nodes agree. */
  InstantSource clock() {
    return clock;
  }

  /** Where messages are kept; closed with this and all connections. */
  Store store() {
    return new Store(
        store.ledger(),
        store.history(),
        store.changes(),
        store::works,
        () -> true,
        store::tryAgain,
        this::disconnect);
  }

  /** Where something runs that other services have to do with. */
  Site site(Executor thread, Threads threads) {
    return new Site(connection, node, thread, threads::after, System::nanoTime);
  }

  /** The read side of the store. */
  History history() {
    return store.history();
  }

  /** Hears channels. */
  Subscriber subscriber() {
    return subscriber;
  }

  /** Whether what other nodes tell is heard. Never blocks. */
  boolean isHeard() {
    return bus.isProven();
  }

  /**
   * Runs the task where more has changed than is remembered: what this node's connections missed
   * can only be told to those who come again with their positions.
   */
  void onChangesMissed(Runnable sendAway) {
    log.onChangesMissed(sendAway);
  }

  /** Looks again what the server, with the settings that it has by now, would lose. May block. */
  void look() {
    try {
      store.look();
    } catch (StoreUnavailable away) {
      // the next look finds it
    }
  }

  /** Gives up the place of this node: the last that it tells others. Waits a little for it. */
  void leave() {
    bus.close();
    board.close();
  }

  private void disconnect() {
    subscriber.close();
    store.close();
    connection.close();
  }
}
