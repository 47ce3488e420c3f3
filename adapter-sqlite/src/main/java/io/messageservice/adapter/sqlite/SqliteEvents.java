package io.messageservice.adapter.sqlite;

/** Receives what an operator may want to know of the store. Calls come on the caller's thread. */
public interface SqliteEvents {

  /** Nobody listens. */
  SqliteEvents NONE = new SqliteEvents() {};

  /**
   * The store was not closed the last time, or is a copy that was put there by hand; {@code
   * newEpoch} where something may be lost.
   */
  default void uncleanStart(boolean newEpoch) {}

  /** The store stopped writing. Reported once, until {@link #recovered}. */
  default void failed(Exception cause) {}

  /** The answer to a commit was an error, yet it was found to have happened. */
  default void commitFound(Exception cause) {}

  /** The store writes again. */
  default void recovered() {}
}
