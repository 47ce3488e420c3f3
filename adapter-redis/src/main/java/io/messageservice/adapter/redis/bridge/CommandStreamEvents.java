package io.messageservice.adapter.redis.bridge;

/**
 * Observes commands, to count or log it. Called on the thread of the stream; must not block or
 * throw. Nothing here carries content.
 */
public interface CommandStreamEvents {

  /** Ignores it. */
  CommandStreamEvents NONE = new CommandStreamEvents() {};

  /** A command was carried out. */
  default void done() {}

  /** A command bore an id of one that was carried out before; nothing was done. */
  default void duplicate() {}

  /** A command cannot be carried out and is set aside. */
  default void poisoned(String entry, String code, String reason) {}

  /** A command failed, which was not its fault as far as is known; it is tried again. */
  default void retried(String entry, String code) {}

  /** Somebody deleted commands before they were carried out. */
  default void deleted(int commands) {}

  /** Redis did not answer; it is asked again. */
  default void failed(Throwable cause) {}
}
