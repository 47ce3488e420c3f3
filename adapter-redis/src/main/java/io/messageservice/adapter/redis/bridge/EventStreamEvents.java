package io.messageservice.adapter.redis.bridge;

/**
 * Observes the stream of events, to count or log it. Called on the thread of the stream; must not
 * block or throw.
 */
public interface EventStreamEvents {

  /** Ignores it. */
  EventStreamEvents NONE = new EventStreamEvents() {};

  /** So many events were written. */
  default void written(int events) {}

  /**
   * Entries were removed from a log before they were read, or are none that this version
   * understands, or are of a conversation that cannot be read: other services get {@code
   * eventsLost} for them.
   */
  default void lost(String log, long entries) {}

  /** Redis or the store did not answer; what was not written is written later, some of it twice. */
  default void failed(Throwable cause) {}
}
