package io.messageservice.adapter.redis.bridge;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisCluster;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.service.ServiceDecoder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.redisson.api.RStream;
import org.redisson.api.stream.StreamAddArgs;
import org.redisson.api.stream.StreamMessageId;
import org.redisson.api.stream.StreamRangeArgs;
import org.redisson.client.codec.StringCodec;

/** Where Redis is a cluster, and the streams lie on other masters than what they tell of. */
@OnEachRedis
class BridgeClusterTest {

  private static final String PREFIX = "bridge:";
  private static final int CONVERSATIONS = 32;

  private final RedisVersion version;

  BridgeClusterTest(RedisVersion version) {
    this.version = version;
  }

  @Test
  void whatServicesAskIsDoneToldAndHeard() {
    try (RedisCluster cluster = RedisCluster.start(version);
        BridgeNode node = new BridgeNode(cluster.url(), PREFIX, "first")) {
      Listener bob = node.connect("bob");
      AtomicBoolean subscribed = new AtomicBoolean();
      new LegacyChannel(
          node.subscriber(),
          node.timer(),
          "new-message",
          node.useCases().announce(),
          new LegacyChannelEvents() {
            @Override
            public void subscribed() {
              subscribed.set(true);
            }
          });
      node.tellEvents(100_000, EventStreamEvents.NONE);
      new CommandStream(
          node.environment(),
          CommandStreamConfig.USUAL,
          node.uses(),
          new ServiceDecoder(Limits.DEFAULT),
          CommandStreamEvents.NONE);

      for (int i = 0; i < CONVERSATIONS; i++) {
        add(
            node,
            Map.of(
                "id",
                "m" + i,
                "type",
                "send",
                "conversationId",
                "c" + i,
                "senderId",
                "shop",
                "content",
                "text"));
      }
      add(node, Map.of("id", "n", "type", "notice", "userId", "bob", "data", "{}"));
      add(node, Map.of("id", "p", "type", "dance"));

      await().until(() -> stream(node, "commands").size() == 0);
      await().until(() -> stored(node) == CONVERSATIONS);
      assertThat(stream(node, "commands:poison").size()).isEqualTo(1);
      await().until(() -> !bob.received().isEmpty());
      assertThat(bob.received()).containsExactly("{\"event\":\"notice\",\"data\":{}}");

      await().untilTrue(subscribed);
      cluster
          .masters()
          .get(0)
          .ask("PUBLISH", "new-message", "{\"message\":{},\"participants\":[\"bob\"]}");
      await().until(() -> bob.received().size() == 2);
    }
  }

  private static void add(BridgeNode node, Map<String, String> fields) {
    stream(node, "commands").add(StreamAddArgs.entries(fields));
  }

  private static long stored(BridgeNode node) {
    return List.copyOf(
            stream(node, "events")
                .range(StreamRangeArgs.startId(StreamMessageId.MIN).endId(StreamMessageId.MAX))
                .values())
        .stream()
        .filter(fields -> "messageStored".equals(fields.get("type")))
        .count();
  }

  private static RStream<String, String> stream(BridgeNode node, String name) {
    return node.redis().client().getStream(PREFIX + name, StringCodec.INSTANCE);
  }
}
