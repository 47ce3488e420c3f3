package io.messageservice.adapter.redis.bus;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisCluster;
import io.messageservice.adapter.redis.RedisConfig;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisSentinel;
import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.adapter.redis.link.TestLink;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.redisson.client.codec.StringCodec;

/** The bus where Redis is more than one server. */
@OnEachRedis
class RedisBusTopologyTest {

  private static final String[] TOPICS =
      IntStream.range(0, 100).mapToObj(i -> "c" + i).toArray(String[]::new);

  private final RedisVersion version;

  RedisBusTopologyTest(RedisVersion version) {
    this.version = version;
  }

  @Test
  void nodesHearEachOtherThroughACluster() {
    try (RedisCluster servers = RedisCluster.start(version)) {
      hearEachOther(servers.url(), false);
    }
  }

  @Test
  void nodesHearEachOtherThroughShardedChannels() {
    assumeTrue(!version.name().startsWith("6"), "sharded channels came with version 7");
    try (RedisCluster servers = RedisCluster.start(version)) {
      hearEachOther(servers.url(), true);
    }
  }

  @Test
  void allNodesOfAClusterAgreeOnItsChannelsAndHearEachOther() {
    boolean old = version.name().startsWith("6");
    try (RedisCluster servers = RedisCluster.start(version)) {
      boolean first = agreed(servers.url());
      boolean second = agreed(servers.url());

      assertThat(first).isEqualTo(!old);
      assertThat(second).isEqualTo(first);
      hearEachOther(servers.url(), first);
    }
  }

  @Test
  void whatWasDecidedOnceStaysWhateverBecomesOfTheServers() {
    assumeTrue(!version.name().startsWith("6"), "sharded channels came with version 7");
    try (RedisCluster servers = RedisCluster.start(version);
        RedisConnection connection = RedisConnection.open(RedisConfig.of(servers.url()))) {
      connection.client().getBucket("ms:channels", StringCodec.INSTANCE).set("plain");

      assertThat(Sharding.agreed(connection)).isFalse();
    }
  }

  @Test
  void whereThereIsOneServerChannelsAreNotShardedAndNothingIsNoted() {
    RedisServer server = RedisServer.shared(version);
    RedisConfig alone = RedisConfig.of(server.url()).withPrefix("alone:");
    try (RedisConnection connection = RedisConnection.open(alone)) {
      assertThat(Sharding.agreed(connection)).isFalse();
      assertThat(server.ask("EXISTS", "alone:channels")).isEqualTo("0");
    }
  }

  @Test
  void shardedChannelsAreHeardAgainWhenTheirServersWereAway() {
    assumeTrue(!version.name().startsWith("6"), "sharded channels came with version 7");
    try (RedisCluster servers = RedisCluster.start(version);
        BusNode a = node(servers.url(), "a", true);
        BusNode b = node(servers.url(), "b", true)) {
      b.watch(TOPICS);
      assertThat(servers.masters())
          .filteredOn(server -> server.ask("PUBSUB", "SHARDCHANNELS").contains("t:bus:b"))
          .hasSize(1);

      servers.masters().forEach(RedisServer::kill);
      await().until(() -> !a.bus().isProven() && !b.bus().isProven());
      servers.masters().forEach(RedisServer::restart);

      a.awaitProven();
      b.awaitProven();
      b.watch(TOPICS);
      AtomicInteger seq = new AtomicInteger();
      await()
          .until(
              () -> {
                a.publish(TOPICS[1], seq.incrementAndGet());
                return !b.received().positions().isEmpty();
              });
    }
  }

  private static boolean agreed(String url) {
    try (RedisConnection connection = RedisConnection.open(RedisConfig.of(url))) {
      return Sharding.agreed(connection);
    }
  }

  private static void hearEachOther(String url, boolean sharded) {
    try (BusNode a = node(url, "a", sharded);
        BusNode b = node(url, "b", sharded)) {
      b.watch(TOPICS);

      for (int i = 0; i < TOPICS.length; i++) {
        a.publish(TOPICS[i], i + 1);
      }

      await().untilAsserted(() -> assertThat(b.received().positions()).hasSize(TOPICS.length));
      assertThat(b.received().positions()).isSorted();
    }
  }

  @Test
  void allIsBackAfterAReplicaHasTakenOver() {
    try (RedisSentinel servers = RedisSentinel.start(version);
        BusNode a = node(servers.url(), "a", false);
        BusNode b = node(servers.url(), "b", false)) {
      b.watch(TOPICS);
      int doubts = b.received().doubts();

      servers.master().kill();

      await().until(() -> b.received().doubts() > doubts && b.bus().isProven());
      AtomicInteger seq = new AtomicInteger();
      await()
          .until(
              () -> {
                a.publish(TOPICS[1], seq.incrementAndGet());
                return !b.received().positions().isEmpty();
              });
    }
  }

  private static BusNode node(String url, String name, boolean sharded) {
    return new BusNode(new TestLink(url, url), BusConfig.of("t:", name, sharded));
  }
}
