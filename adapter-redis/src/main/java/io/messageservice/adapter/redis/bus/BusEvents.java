package io.messageservice.adapter.redis.bus;

/**
 * Learns what becomes of the bus, to count or log it. Called on the thread of the bus or threads of
 * Redisson; must not block or throw. Nothing here carries what users wrote.
 */
public interface BusEvents {

  /** Ignores it. */
  BusEvents NONE = new BusEvents() {};

  /** What this node publishes to itself comes back: others are received. */
  default void proven() {}

  /** What this node published to itself was received back, so long after it. */
  default void returned(long nanos) {}

  /** Nothing was received back for too long; another connection is made. */
  default void silent() {}

  /** The channel could not be subscribed to; it is tried again. */
  default void subscriptionFailed(Throwable cause) {}

  /** Something may have been lost; positions are compared with the store. */
  default void reconciling() {}

  /** A frame was dropped that is none, is too long or of another version, or is garbage in part. */
  default void garbled(int bytes) {}

  /** A frame of another node was not received. */
  default void missed(String sender) {}

  /** Signals were not sent, since too many wait or they are too long. */
  default void dropped(int signals) {}

  /** Signals were not sent, since Redis did not answer or take them. */
  default void failed(Throwable cause) {}

  /** The table of interest had lost what this node watches, which is written again. */
  default void interestLost(int topics) {}

  /** What a dead node watched is removed from the table. */
  default void swept(String node) {}
}
