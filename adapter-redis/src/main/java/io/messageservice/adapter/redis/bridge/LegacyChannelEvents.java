package io.messageservice.adapter.redis.bridge;

/**
 * Observes the old gateway's channel, to count or log it. Called on threads of Redisson; must not
 * block or throw.
 */
public interface LegacyChannelEvents {

  /** Ignores it. */
  LegacyChannelEvents NONE = new LegacyChannelEvents() {};

  /** A message was passed on to those of its participants who are here. */
  default void passedOn(int participants) {}

  /** What was received is no message, or too large; it is dropped. */
  default void dropped(int bytes, String reason) {}

  /**
   * The channel is subscribed to, for the first time or again; what was published meanwhile is
   * missed.
   */
  default void subscribed() {}

  /** The channel cannot be subscribed to; it is tried again. */
  default void failed(Throwable cause) {}
}
