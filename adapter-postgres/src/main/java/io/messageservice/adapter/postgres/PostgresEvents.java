package io.messageservice.adapter.postgres;

/** Receives what an operator may want to know of the store. Calls come on the caller's thread. */
public interface PostgresEvents {

  /** Nobody listens. */
  PostgresEvents NONE = new PostgresEvents() {};

  /** Another epoch has begun, since acknowledged messages may be lost. */
  default void newEpoch(String epoch) {}

  /**
   * The store stopped answering or writing. Reported once, until {@link #recovered}.
   *
   * @param reason one line, without names of users and without what was written
   */
  default void failed(String reason) {}

  /** The answer to a commit was an error, yet it was found to have happened. */
  default void commitFound(String reason) {}

  /** The store answers and writes again. */
  default void recovered() {}

  /** More changed since this node last looked than the log of changes has. */
  default void changesMissed() {}
}
