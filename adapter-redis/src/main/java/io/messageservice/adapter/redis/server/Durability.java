package io.messageservice.adapter.redis.server;

import io.messageservice.adapter.redis.RedisConfig.Mode;
import io.messageservice.adapter.redis.RedisConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.redisson.api.RedissonClient;
import org.redisson.api.redisnode.RedisNode;
import org.redisson.api.redisnode.RedisNode.InfoSection;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.client.RedisException;

/** What the servers keep when they stop, by their own settings. Calls block. */
public final class Durability {

  private final RedisConnection connection;

  public Durability(RedisConnection connection) {
    this.connection = connection;
  }

  /**
   * Whether nothing acknowledged is lost however the server stops, so that what it answers after it
   * has started again is all there was: it is the only one, without a replica that could take its
   * place, and writes to its disk before it answers.
   */
  public boolean isSynced() {
    if (connection.mode() != Mode.SINGLE) {
      return false;
    }
    try {
      RedisNode server = connection.client().getRedisNodes(RedisNodes.SINGLE).getInstance();
      Map<String, String> role = server.info(InfoSection.REPLICATION);
      return "master".equals(role.get("role"))
          && "0".equals(role.get("connected_slaves"))
          && "yes".equals(setting(server, "appendonly"))
          && "always".equals(setting(server, "appendfsync"));
    } catch (RedisException e) {
      return false; // it does not show
    }
  }

  /** What an operator is to know of the settings, a line for each. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    for (RedisNode server : masters()) {
      try {
        warn(server, warnings);
      } catch (RedisException e) {
        warnings.add("it does not say what it keeps: CONFIG GET is not permitted");
      }
    }
    return warnings.stream().distinct().toList();
  }

  private static void warn(RedisNode server, List<String> warnings) {
    String sync = setting(server, "appendfsync");
    if (!"yes".equals(setting(server, "appendonly"))) {
      warnings.add("appendonly no: what was acknowledged is lost when it stops");
    } else if (!"always".equals(sync)) {
      warnings.add("appendfsync " + sync + ": what was just acknowledged is lost by a power cut");
    }
    String eviction = setting(server, "maxmemory-policy");
    boolean bounded = !"0".equals(setting(server, "maxmemory"));
    if (bounded && !"noeviction".equals(eviction) && !eviction.startsWith("volatile-")) {
      warnings.add("maxmemory-policy " + eviction + ": messages are evicted when memory is short");
    }
  }

  /** The servers that are written to. */
  List<RedisNode> masters() {
    RedissonClient client = connection.client();
    return switch (connection.mode()) {
      case SINGLE -> List.of(client.getRedisNodes(RedisNodes.SINGLE).getInstance());
      case SENTINEL -> List.of(client.getRedisNodes(RedisNodes.SENTINEL_MASTER_SLAVE).getMaster());
      case CLUSTER -> List.copyOf(client.getRedisNodes(RedisNodes.CLUSTER).getMasters());
    };
  }

  private static String setting(RedisNode server, String name) {
    String value = server.getConfig(name).get(name);
    if (value == null) {
      throw new RedisException("no setting " + name);
    }
    return value;
  }
}
