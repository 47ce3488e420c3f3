package io.messageservice.adapter.redis.bus;

import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.link.Channel;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How a node uses the bus.
 *
 * @param prefix of all keys and channels
 * @param node the name of this node, never used before and never again: at most 64 letters, digits,
 *     {@code -} and {@code _}
 * @param sharded whether channels are sharded, which only a Redis Cluster from version 7 gains
 *     from; the same for all nodes
 * @param linger how long a topic is watched on after it was given up, so that a quick return costs
 *     nothing
 * @param absence how long a node may give no sign of life; after twice as long what it watches is
 *     forgotten, and written again by it where it was only away
 */
public record BusConfig(
    String prefix, String node, boolean sharded, Duration linger, Duration absence) {

  private static final Duration LINGER = Duration.ofSeconds(30);
  private static final Duration ABSENCE = Duration.ofSeconds(10);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /**
   * @throws IllegalArgumentException where the name is none
   */
  public BusConfig {
    if (!NAME.matcher(node).matches()) {
      throw new IllegalArgumentException("not the name of a node: " + node);
    }
  }

  /** The channel that a node receives on. */
  Channel channelOf(String other) {
    return new Channel(prefix + "bus:" + other, sharded);
  }

  /** With the usual durations. */
  public static BusConfig of(String prefix, String node, boolean sharded) {
    return new BusConfig(prefix, node, sharded, LINGER, ABSENCE);
  }

  /**
   * With the usual durations, and the channels that all nodes of the cluster use: the first of them
   * decides. Blocks.
   *
   * @throws io.messageservice.adapter.redis.UnusableRedis where Redis does not answer
   */
  public static BusConfig agreed(RedisConnection connection, String node) {
    return of(connection.prefix(), node, Sharding.agreed(connection));
  }
}
