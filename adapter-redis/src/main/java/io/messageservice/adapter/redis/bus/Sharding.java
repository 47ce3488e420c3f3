package io.messageservice.adapter.redis.bus;

import io.messageservice.adapter.redis.RedisConfig.Mode;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.UnusableRedis;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.redisson.api.RBucket;
import org.redisson.api.redisnode.RedisClusterMaster;
import org.redisson.api.redisnode.RedisNode;
import org.redisson.api.redisnode.RedisNode.InfoSection;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;

/**
 * Whether the channels of the bus are sharded, so that in a Redis Cluster a frame goes to one
 * server and not to all. The first node decides and notes it in Redis for those that come later:
 * nodes that differ would not receive each other's frames. Calls block.
 */
final class Sharding {

  private static final String KEY = "channels";
  private static final String SHARDED = "sharded";
  private static final String PLAIN = "plain";

  /** The first version of Redis that has sharded channels. */
  private static final int FIRST_VERSION = 7;

  private static final Pattern MAJOR = Pattern.compile("(\\d{1,4})\\..*");

  private Sharding() {}

  /**
   * What was decided, now or before. Where all masters of a cluster are of version 7 or later when
   * that is asked for the first time, they are; otherwise they are not, whatever becomes of the
   * servers.
   *
   * @throws UnusableRedis where Redis does not answer
   */
  static boolean agreed(RedisConnection connection) {
    if (connection.mode() != Mode.CLUSTER) {
      return false; // nothing is gained, so nothing is noted
    }
    RBucket<String> note =
        connection.client().getBucket(connection.prefix() + KEY, StringCodec.INSTANCE);
    try {
      if (note.get() == null) {
        boolean unused = note.setIfAbsent(canShard(connection) ? SHARDED : PLAIN);
      }
      return SHARDED.equals(note.get());
    } catch (RedisException e) {
      throw new UnusableRedis("Redis does not show how its channels are used", e);
    }
  }

  /** Replicas are not asked: one that is older than its master cannot follow it for long. */
  private static boolean canShard(RedisConnection connection) {
    Collection<RedisClusterMaster> masters =
        connection.client().getRedisNodes(RedisNodes.CLUSTER).getMasters();
    return !masters.isEmpty() && masters.stream().allMatch(Sharding::isRecent);
  }

  private static boolean isRecent(RedisNode server) {
    try {
      return isRecent(server.info(InfoSection.SERVER).getOrDefault("redis_version", ""));
    } catch (RedisException e) {
      return false; // it does not show
    }
  }

  /** Whether a server of that version has sharded channels. */
  static boolean isRecent(String version) {
    Matcher major = MAJOR.matcher(version);
    return major.matches() && Integer.parseInt(major.group(1), 10) >= FIRST_VERSION;
  }
}
