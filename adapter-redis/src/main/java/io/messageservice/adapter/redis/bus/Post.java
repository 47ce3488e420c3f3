package io.messageservice.adapter.redis.bus;

import io.messageservice.adapter.redis.link.Channel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RBatch;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;

/**
 * A frame for the node that receives on a channel, to be published once: by itself, or together
 * with other commands. Any thread may call; nothing blocks.
 */
final class Post {

  private final Channel channel;
  private final byte[] frame;
  private final CompletableFuture<Long> receivers = new CompletableFuture<>();

  Post(Channel channel, byte[] frame) {
    this.channel = channel;
    this.frame = frame;
  }

  /**
   * How many have subscribed to the channel, as far as Redis knows, once it was published; fails
   * where it was not, or was and nobody knows.
   */
  CompletionStage<Long> receivers() {
    return receivers;
  }

  /** Publishes it by itself. */
  void publish(RedissonClient redis) {
    answer(channel.topic(redis).publishAsync(frame));
  }

  /** Publishes it with the batch, which goes to one server: the channel must not be sharded. */
  void publish(RBatch batch) {
    answer(batch.getTopic(channel.name(), ByteArrayCodec.INSTANCE).publishAsync(frame));
  }

  private void answer(CompletionStage<Long> published) {
    published.whenComplete(
        (count, fault) -> {
          if (fault == null) {
            receivers.complete(count);
          } else {
            fail(fault);
          }
        });
  }

  /** It is not known what became of it, unless that is known already. */
  void fail(Throwable fault) {
    receivers.completeExceptionally(fault);
  }
}
