package io.messageservice.adapter.redis.bus;

import static io.messageservice.adapter.redis.bus.BusNode.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisCluster;
import io.messageservice.adapter.redis.RedisSentinel;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.adapter.redis.link.TestLink;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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

  private static void hearEachOther(String url, boolean sharded) {
    try (BusNode a = node(url, "a", sharded);
        BusNode b = node(url, "b", sharded)) {
      b.watch(TOPICS);

      for (int i = 0; i < TOPICS.length; i++) {
        a.say(TOPICS[i], i + 1);
      }

      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(b.heard().positions()).hasSize(TOPICS.length));
      assertThat(b.heard().positions()).isSorted();
    }
  }

  @Test
  void allIsBackAfterAReplicaHasTakenOver() {
    try (RedisSentinel servers = RedisSentinel.start(version);
        BusNode a = node(servers.url(), "a", false);
        BusNode b = node(servers.url(), "b", false)) {
      b.watch(TOPICS);
      int doubts = b.heard().doubts();

      servers.master().kill();

      await().atMost(PATIENCE).until(() -> b.heard().doubts() > doubts && b.bus().isProven());
      AtomicInteger seq = new AtomicInteger();
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                a.say(TOPICS[1], seq.incrementAndGet());
                return !b.heard().positions().isEmpty();
              });
    }
  }

  private static BusNode node(String url, String name, boolean sharded) {
    return new BusNode(new TestLink(url, url), BusConfig.of("t:", name, sharded));
  }
}
