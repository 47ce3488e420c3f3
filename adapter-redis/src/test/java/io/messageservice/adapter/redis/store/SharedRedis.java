package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.RedisConfig;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersion;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/** Empty stores on a server that many tests share, each under a prefix of its own. */
final class SharedRedis {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private SharedRedis() {}

  /** A way to a store that is empty. */
  static RedisConnection connect(RedisVersion version) {
    String prefix = "test-" + COUNT.incrementAndGet() + ":";
    RedisServer server = RedisServer.shared(version);
    return RedisConnection.open(RedisConfig.of(server.url()).withPrefix(prefix));
  }

  /** The store there, as a node has it. */
  static RedisStore open(RedisConnection connection, String node) {
    return open(connection, node, RedisStoreEvents.NONE);
  }

  /** The store there, as a node has it. */
  static RedisStore open(RedisConnection connection, String node, RedisStoreEvents events) {
    return RedisStore.open(connection, config(node, Clock.systemUTC()), new SecureRandom(), events);
  }

  /** Of a node that keeps changes for a week. */
  static RedisStore.Config config(String node, InstantSource clock) {
    return new RedisStore.Config(node, clock, System::nanoTime, Duration.ofDays(7));
  }
}
