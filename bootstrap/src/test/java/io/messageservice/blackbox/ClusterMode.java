package io.messageservice.blackbox;

import static io.messageservice.application.waiting.Patience.await;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.adapter.redis.RedisVersions;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Whether a service that the suite speaks to is two nodes on one Redis, each client on another node
 * than the one before. The system property {@code message-service.cluster} says so, and whether on
 * the {@code newest} Redis that can be had or on the {@code oldest}.
 */
public final class ClusterMode {

  private static final String REDIS = System.getProperty("message-service.cluster", "");

  private ClusterMode() {}

  public static boolean isOn() {
    return !REDIS.isEmpty();
  }

  /** What makes processes nodes of one cluster, which nobody else is in. */
  public static Map<String, String> together(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("REDIS_URL", RedisServer.shared(version()).url());
    all.put("REDIS_PREFIX", "it-" + UUID.randomUUID() + ":");
    return all;
  }

  /**
   * Returns once every node of the service receives what another publishes in the conversation.
   * Each must have a connection of a participant. A message comes to them in any case; who types
   * and what was read is published once, and comes only to nodes that are known by then.
   */
  public static void awaitInterest(ServiceProcess service, String conversation) {
    if (isOn()) {
      String topic = "c" + conversation;
      String key = service.setting("REDIS_PREFIX") + KeyPartition.of(topic).tag() + "interest";
      RedisServer redis = RedisServer.shared(version());
      await()
          .until(
              () -> redis.ask("HGET", key, topic).split(" ", -1).length == service.nodes().size());
    }
  }

  private static RedisVersion version() {
    return switch (REDIS) {
      case "newest" -> RedisVersions.newest();
      case "oldest" -> RedisVersions.all().get(0);
      default -> throw new AssertionError("newest or oldest, not " + REDIS);
    };
  }
}
