package io.messageservice.adapter.redis.store;

/** Receives what an operator may want to know of the store. Calls come on the caller's thread. */
public interface RedisStoreEvents {

  /** Nobody listens. */
  RedisStoreEvents NONE = new RedisStoreEvents() {};

  /**
   * The server may lose what it acknowledged, or does not show whether.
   *
   * @param what its settings, in one line
   */
  default void mayLose(String what) {}

  /** Another epoch has begun, since acknowledged messages may be lost. */
  default void newEpoch(String epoch) {}

  /**
   * The store stopped answering or writing. Reported once, until {@link #recovered}.
   *
   * @param reason one line, without names of users
   */
  default void failed(String reason) {}

  /** The store answers and writes again. */
  default void recovered() {}

  /**
   * More changed since this node last looked than Redis remembers, or it remembers less than it
   * did, or what it remembers of a change cannot be read: what connections of this node are missing
   * is not known. They are to come again with their positions.
   */
  default void changesMissed() {}
}
