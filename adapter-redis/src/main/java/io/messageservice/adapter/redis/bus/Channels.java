package io.messageservice.adapter.redis.bus;

import io.messageservice.adapter.redis.link.Channel;

/** The channels of the bus. Any thread may call. */
final class Channels {

  private Channels() {}

  /** The one that the node hears. */
  static Channel of(String node, BusConfig config) {
    return new Channel(config.prefix() + "bus:" + node, config.sharded());
  }
}
