package io.messageservice.adapter.redis.link;

import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;

/**
 * A channel of Redis.
 *
 * @param sharded whether in a cluster only the nodes of the channel's slot carry it; from Redis 7
 */
public record Channel(String name, boolean sharded) {

  /** It as the client sees it, with bytes as messages. */
  public RTopic topic(RedissonClient redis) {
    return sharded
        ? redis.getShardedTopic(name, ByteArrayCodec.INSTANCE)
        : redis.getTopic(name, ByteArrayCodec.INSTANCE);
  }
}
