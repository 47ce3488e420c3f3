package io.messageservice.adapter.redis.presence;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisCluster;
import io.messageservice.adapter.redis.RedisSentinel;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.adapter.redis.link.TestLink;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The board where Redis is more than one server. */
@OnEachRedis
class RedisPresenceTopologyTest {

  private final RedisVersion version;

  RedisPresenceTopologyTest(RedisVersion version) {
    this.version = version;
  }

  @Test
  void nodesAreToldThroughACluster() {
    try (RedisCluster servers = RedisCluster.start(version);
        PresenceNode a = node(servers.url(), "a");
        PresenceNode b = node(servers.url(), "b")) {
      a.came("ann");
      awaitCrossings(b, "+ann");
      a.went("ann", Duration.ZERO);

      awaitCrossings(a, "+ann", "-ann");
      awaitCrossings(b, "+ann", "-ann");
    }
  }

  @Test
  void nobodyFlapsWhereAReplicaTakesOver() {
    try (RedisSentinel servers = RedisSentinel.start(version);
        PresenceNode a = node(servers.url(), "a");
        PresenceNode b = node(servers.url(), "b")) {
      a.came("ann");
      awaitCrossings(b, "+ann");
      b.came("bob");
      awaitCrossings(a, "+ann", "+bob");
      awaitCrossings(b, "+ann", "+bob");
      await().until(() -> servers.replica().ask("HLEN", "t:{presence}:users").equals("2"));

      servers.master().kill();
      a.came("new");

      awaitCrossings(a, "+ann", "+bob", "+new");
      awaitCrossings(b, "+ann", "+bob", "+new");
    }
  }

  private static PresenceNode node(String url, String name) {
    return new PresenceNode(new TestLink(url, url), "t:", name);
  }

  private static void awaitCrossings(PresenceNode node, String... transitions) {
    await().untilAsserted(() -> assertThat(node.transitions()).containsExactly(transitions));
  }
}
