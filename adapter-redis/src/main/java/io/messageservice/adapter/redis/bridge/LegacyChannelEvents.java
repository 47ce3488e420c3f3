package io.messageservice.adapter.redis.bridge;

/**
 * Hears what becomes of the old gateway's channel, to count or log it. Called on threads of
 * Redisson; must not block or throw.
 */
public interface LegacyChannelEvents {

  /** Hears nothing. */
  LegacyChannelEvents NONE = new LegacyChannelEvents() {};

  /** A message was passed on to those of its participants who are here. */
  default void passedOn(int participants) {}

  /** What came is none, or too large; it is dropped. */
  default void dropped(int bytes, String reason) {}

  /** The channel is heard, for the first time or anew; what was published meanwhile is missed. */
  default void subscribed() {}

  /** The channel cannot be heard; it is tried again. */
  default void failed(Throwable cause) {}
}
