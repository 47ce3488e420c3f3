package io.messageservice.bootstrap;

import io.messageservice.adapter.redis.RedisConfig;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.UnusableRedis;
import io.messageservice.adapter.redis.bridge.BridgeEnvironment;
import io.messageservice.adapter.redis.bus.BusConfig;
import io.messageservice.adapter.redis.bus.RedisBus;
import io.messageservice.adapter.redis.link.Link;
import io.messageservice.adapter.redis.link.RedisClock;
import io.messageservice.adapter.redis.link.Subscriber;
import io.messageservice.adapter.redis.presence.PresenceConfig;
import io.messageservice.adapter.redis.presence.RedisPresenceBoard;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.bootstrap.config.ClusterSettings;
import io.messageservice.bootstrap.logging.ClusterLog;
import io.messageservice.bootstrap.start.StartProblem;
import io.messageservice.bootstrap.tls.RedisTls;
import io.messageservice.bootstrap.tls.UnusableTls;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Wires what nodes of a cluster share through {@code adapter-redis} beside a store: the bus, the
 * membership, presence and the time.
 */
final class RedisModule implements AutoCloseable {

  /** How often nodes look whose lease has ended: users are offline by the end of what was set. */
  private static final Duration SWEEP = Duration.ofSeconds(1);

  private static final int NAME_BYTES = 8;

  private final String node;
  private final RedisConnection connection;
  private final Subscriber subscriber;
  private final RedisBus bus;
  private final RedisPresenceBoard board;
  private final RedisClock clock;

  private RedisModule(
      RedisConfig redis,
      RedisConnection connection,
      PresenceConfig presence,
      Threads threads,
      ClusterLog log) {
    this.node = presence.node();
    this.connection = connection;
    this.subscriber =
        new Subscriber(() -> RedisConnection.openForSubscriptions(redis), threads.connecting);
    Link link = new Link(connection, subscriber, threads.cluster, threads::after, System::nanoTime);
    this.board = new RedisPresenceBoard(link, presence, log);
    BusConfig channels = BusConfig.agreed(connection, node);
    this.bus = new RedisBus(link, channels, log);
    this.clock = RedisClock.open(connection, System::nanoTime);
    clock.keep(link);
    log.joined(node, channels.sharded());
  }

  /**
   * Connects where that is set; nothing is sent or received before somebody listens.
   *
   * @throws StartProblem where Redis cannot be used
   */
  static Optional<RedisModule> open(
      ClusterSettings cluster, Threads threads, SecureRandom random, ClusterLog log)
      throws StartProblem {
    if (cluster.redis().isEmpty()) {
      return Optional.empty();
    }
    RedisConfig trusting = believing(cluster.redis().get(), cluster.authorities());
    RedisConnection connection = connect(trusting);
    PresenceConfig presence =
        new PresenceConfig(trusting.prefix(), name(random), cluster.lease().minus(SWEEP));
    try {
      return Optional.of(new RedisModule(trusting, connection, presence, threads, log));
    } catch (UnusableRedis unusable) {
      connection.close();
      throw new StartProblem("REDIS_URL " + unusable.getMessage());
    }
  }

  private static RedisConfig believing(RedisConfig redis, Optional<Path> authorities)
      throws StartProblem {
    try {
      return RedisTls.trusting(redis, authorities);
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

  /** For the use cases. */
  Cluster cluster() {
    return new Cluster(bus, board.membership(), Optional.of(board));
  }

  /** On which nodes agree. */
  InstantSource clock() {
    return clock;
  }

  /** For a store that is in Redis, too. */
  RedisConnection connection() {
    return connection;
  }

  /** Where something runs that other services have to do with. */
  BridgeEnvironment environment(Executor thread, Threads threads) {
    return new BridgeEnvironment(connection, node, thread, threads::after, System::nanoTime);
  }

  /** For channels. */
  Subscriber subscriber() {
    return subscriber;
  }

  /** Whether what other nodes publish arrives. Never blocks. */
  boolean hasWorkingBus() {
    return bus.isProven();
  }

  /** Gives up the place of this node: the last that it publishes. Waits a little for it. */
  void leave() {
    bus.close();
    board.close();
  }

  /** Closes the connections, a store's in Redis included. */
  @Override
  public void close() {
    subscriber.close();
    connection.close();
  }
}
