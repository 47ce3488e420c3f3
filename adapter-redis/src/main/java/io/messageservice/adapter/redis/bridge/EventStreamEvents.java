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

  /** Entries went from a log before they were read: other services are told that they miss them. */
  default void lost(String log, long entries) {}

  /** An entry of a log is none that this version understands; it counts as lost. */
  default void garbled(String log, String entry) {}

  /** Redis or the store did not answer; what was not told is told later, some of it twice. */
  default void failed(Throwable cause) {}
}
