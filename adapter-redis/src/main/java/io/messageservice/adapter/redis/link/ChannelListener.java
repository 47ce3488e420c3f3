package io.messageservice.adapter.redis.link;

/** Receives from a channel. Called on threads of Redisson; must not block. */
public interface ChannelListener {

  /** Somebody published this. */
  void received(byte[] frame);

  /**
   * The channel is subscribed to from now on. Where it was before, what was published since may
   * have been missed.
   */
  void subscribed();

  /** The subscription cannot be had now; it is not tried again before it is renewed. */
  void failed(Throwable cause);
}
