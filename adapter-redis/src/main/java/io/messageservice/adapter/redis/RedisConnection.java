package io.messageservice.adapter.redis;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.TrustManagerFactory;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.NettyHook;
import org.redisson.client.RedisException;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.config.BaseConfig;
import org.redisson.config.BaseMasterSlaveServersConfig;
import org.redisson.config.ClusterServersConfig;
import org.redisson.config.Config;
import org.redisson.config.EqualJitterDelay;
import org.redisson.config.ReadMode;
import org.redisson.config.SentinelServersConfig;
import org.redisson.config.SingleServerConfig;
import org.redisson.config.SubscriptionMode;

/**
 * The way to Redis that everything of a node shares: a few connections over which commands of all
 * threads go. Any thread may call.
 *
 * <p>A command that is not answered is sent again before it fails, so each must be such that being
 * carried out twice is being carried out once. Reads go to masters only.
 */
public final class RedisConnection implements AutoCloseable {

  /** How long to wait for a command, its further tries included. */
  public static final Duration PATIENCE = Duration.ofSeconds(4);

  /** Connections for commands, to each master. All are opened at the start. */
  private static final int POOL = 8;

  /** Connections for channels, to each master; the second is opened when the first is full. */
  private static final int CHANNEL_POOL = 4;

  private static final int CHANNELS_PER_CONNECTION = 50;
  private static final int TIMEOUT_MILLIS = 1_500;
  private static final int RETRIES = 3;

  /** The time between tries; also how long a try may wait until it is written to its connection. */
  private static final Duration MIN_RETRY_DELAY = Duration.ofMillis(300);

  private static final Duration MAX_RETRY_DELAY = Duration.ofMillis(600);
  private static final Duration MIN_RECONNECT_DELAY = Duration.ofMillis(100);
  private static final Duration MAX_RECONNECT_DELAY = Duration.ofSeconds(1);

  /** A connection that answers nothing for so long is given up. */
  private static final int PING_MILLIS = 5_000;

  private static final int SCAN_MILLIS = 1_000;
  private static final int NETTY_THREADS = 2;

  /** Threads on which the library calls listeners and completes what it composes. */
  private static final int THREADS = 2;

  private final RedisConfig config;
  private final AtomicLong connectionsMade = new AtomicLong();
  private final RedissonClient client;
  private final String scriptPrelude;

  private RedisConnection(RedisConfig config, int pool, String scriptPrelude) {
    this.config = config;
    this.scriptPrelude = scriptPrelude;
    this.client = Redisson.create(settings(pool));
  }

  /**
   * Connects.
   *
   * @throws UnusableRedis where Redis cannot be reached or does not let us in
   */
  public static RedisConnection open(RedisConfig config) {
    return open(config, POOL, "");
  }

  /**
   * The same for tests, which put something before each script, such as another clock.
   *
   * @throws UnusableRedis where Redis cannot be reached or does not let us in
   */
  static RedisConnection open(RedisConfig config, String scriptPrelude) {
    return open(config, POOL, scriptPrelude);
  }

  /**
   * Connects with no more connections than subscriptions need.
   *
   * @throws UnusableRedis where Redis cannot be reached or does not let us in
   */
  public static RedisConnection openForSubscriptions(RedisConfig config) {
    return open(config, 1, "");
  }

  private static RedisConnection open(RedisConfig config, int pool, String scriptPrelude) {
    try {
      return new RedisConnection(config, pool, scriptPrelude);
    } catch (RedisException e) {
      throw new UnusableRedis("Redis at " + config.addresses() + ": " + reason(e), e);
    }
  }

  /** For commands. Keys and channels are to begin with {@link #prefix}. */
  public RedissonClient client() {
    return client;
  }

  /** What all our keys and channels begin with. */
  public String prefix() {
    return config.prefix();
  }

  /** A key of the partition. */
  public String key(KeyPartition partition, String name) {
    return prefix() + partition.tag() + name;
  }

  /** What each script begins with; empty but in tests. */
  String scriptPrelude() {
    return scriptPrelude;
  }

  /** How Redis is run. */
  public RedisConfig.Mode mode() {
    return config.mode();
  }

  /**
   * How many connections were made so far. An answer is of the same process as those before it, and
   * from none that has taken its place, where this number is the same before and after.
   */
  public long connectionsMade() {
    return connectionsMade.get();
  }

  /** Ends all connections. */
  @Override
  public void close() {
    client.shutdown(0, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Config settings(int pool) {
    Config settings = new Config();
    settings.setCodec(ByteArrayCodec.INSTANCE);
    settings.setThreads(THREADS);
    settings.setNettyThreads(NETTY_THREADS);
    settings.setTcpNoDelay(true);
    settings.setTcpKeepAlive(true);
    settings.setNettyHook(new Counting(connectionsMade));
    if (!config.trusted().isEmpty()) {
      settings.setSslTrustManagerFactory(trusting(config.trusted()));
    }
    config.user().ifPresent(settings::setUsername);
    config.password().ifPresent(settings::setPassword);
    switch (config.mode()) {
      case SINGLE -> single(settings.useSingleServer(), pool);
      case SENTINEL -> sentinel(settings.useSentinelServers(), pool);
      case CLUSTER -> cluster(settings.useClusterServers(), pool);
    }
    return settings;
  }

  private static TrustManagerFactory trusting(List<X509Certificate> certificates) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (X509Certificate each : certificates) {
        store.setCertificateEntry(Integer.toString(store.size()), each);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a key store in memory cannot be made", e);
    }
  }

  private void single(SingleServerConfig server, int pool) {
    common(server);
    server
        .setAddress(config.addresses().get(0))
        .setDatabase(config.database())
        .setConnectionPoolSize(pool)
        .setConnectionMinimumIdleSize(pool)
        .setSubscriptionConnectionPoolSize(CHANNEL_POOL)
        .setSubscriptionConnectionMinimumIdleSize(1);
  }

  private void sentinel(SentinelServersConfig servers, int pool) {
    common(servers);
    masters(servers, pool);
    servers
        .setMasterName(config.master())
        .setDatabase(config.database())
        .setScanInterval(SCAN_MILLIS)
        .addSentinelAddress(config.addresses().toArray(String[]::new));
    config.password().ifPresent(servers::setSentinelPassword);
    config.user().ifPresent(servers::setSentinelUsername);
    if (config.addresses().size() == 1) {
      servers.setCheckSentinelsList(false); // an operator who names one may have but one
    }
  }

  private void cluster(ClusterServersConfig servers, int pool) {
    common(servers);
    masters(servers, pool);
    servers.setScanInterval(SCAN_MILLIS).addNodeAddress(config.addresses().toArray(String[]::new));
  }

  private static void common(BaseConfig<?> servers) {
    servers.setTimeout(TIMEOUT_MILLIS);
    servers.setConnectTimeout(TIMEOUT_MILLIS);
    servers.setRetryAttempts(RETRIES);
    servers.setRetryDelay(new EqualJitterDelay(MIN_RETRY_DELAY, MAX_RETRY_DELAY));
    servers.setReconnectionDelay(new EqualJitterDelay(MIN_RECONNECT_DELAY, MAX_RECONNECT_DELAY));
    servers.setPingConnectionInterval(PING_MILLIS);
    servers.setSubscriptionsPerConnection(CHANNELS_PER_CONNECTION);
  }

  /**
   * Replicas may lag, so they are asked nothing; channels are subscribed to where messages are
   * published.
   */
  private static void masters(BaseMasterSlaveServersConfig<?> servers, int pool) {
    servers.setReadMode(ReadMode.MASTER);
    servers.setSubscriptionMode(SubscriptionMode.MASTER);
    servers.setMasterConnectionPoolSize(pool);
    servers.setMasterConnectionMinimumIdleSize(pool);
    servers.setSubscriptionConnectionPoolSize(CHANNEL_POOL);
    servers.setSubscriptionConnectionMinimumIdleSize(1);
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }

  /** Counts connections before anything goes over them. */
  private record Counting(AtomicLong count) implements NettyHook {

    @Override
    public void afterBoostrapInitialization(Bootstrap bootstrap) {
      // nothing to change
    }

    @Override
    public void afterChannelInitialization(Channel channel) {
      count.incrementAndGet();
    }
  }
}
