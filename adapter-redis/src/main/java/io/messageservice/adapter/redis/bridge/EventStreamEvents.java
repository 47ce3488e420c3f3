package io.messageservice.adapter.redis.bridge;

/**
 * Hears what becomes of the stream of events, to count or log it. Called on the thread of the
 * stream; must not block or throw.
 */
public interface EventStreamEvents {

  /** Hears nothing. */
  EventStreamEvents NONE = new EventStreamEvents() {};

  /** So many events were told. */
  default void told(int events) {}

  /**
   * Entries went from a log before they were read, or are none that this version understands: other
   * services are told that they miss them.
   */
  default void lost(String log, long entries) {}

  /** Redis or the store did not answer; what was not told is told later, some of it twice. */
  default void failed(Throwable cause) {}
}
