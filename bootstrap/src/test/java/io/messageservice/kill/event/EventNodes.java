package io.messageservice.kill.event;

import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.blackbox.ServiceProcess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two nodes and their Redis, which syncs each command, or one node on SQLite. One thread breaks.
 */
final class EventNodes implements AutoCloseable {

  private static final String SENDING = "message_service_webhook_sending";

  private final @Nullable RedisServer redis;
  private final List<ServiceProcess> nodes;

  EventNodes(EventKillPlan plan, String receiver) {
    boolean cluster = plan.cluster();
    redis = cluster ? RedisServer.start("--appendonly", "yes", "--appendfsync", "always") : null;
    Map<String, String> settings = new HashMap<>(plan.settings());
    settings.putAll(
        Map.of(
            "WEBHOOK_URL",
            receiver,
            "WEBHOOK_SECRET",
            PushProcess.SECRET,
            "WEBHOOK_PRIVATE_ADDRESSES",
            "on",
            "SERVICE_JWT_SECRET",
            BackEndCalls.SECRET,
            "RATE_LIMIT",
            "off"));
    if (redis != null) {
      settings.put("REDIS_URL", redis.url());
    }
    nodes = Stream.generate(() -> ServiceProcess.with(settings)).limit(cluster ? 2 : 1).toList();
    nodes.forEach(ServiceProcess::start);
    nodes.forEach(ServiceProcess::awaitReady);
  }

  List<ServiceProcess> all() {
    return nodes;
  }

  /** The node that sends, or any where none does just now. */
  ServiceProcess sender() {
    return nodes.stream().filter(EventNodes::sends).findFirst().orElse(nodes.get(0));
  }

  /** Another one, where there is one. */
  ServiceProcess other(ServiceProcess node) {
    return nodes.stream().filter(each -> each != node).findFirst().orElse(node);
  }

  private static boolean sends(ServiceProcess node) {
    return Double.valueOf(1).equals(node.metrics().get(SENDING));
  }

  void killRedis() {
    if (redis != null) {
      redis.kill();
    }
  }

  void restartRedis() {
    if (redis != null) {
      redis.restart();
    }
  }

  @Override
  public void close() {
    nodes.forEach(ServiceProcess::close);
    if (redis != null) {
      redis.close();
    }
  }
}
