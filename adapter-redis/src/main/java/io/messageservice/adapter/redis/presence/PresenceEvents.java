package io.messageservice.adapter.redis.presence;

/**
 * Observes the board, to count or log it. Called on the thread of the board or threads of Redisson;
 * must not block or throw. Nothing here names a user.
 */
public interface PresenceEvents {

  /** Ignores it. */
  PresenceEvents NONE = new PresenceEvents() {};

  /** This node has a lease from now on. */
  default void leaseHeld() {}

  /** The lease of this node had ended; it begins again with the users that it has. */
  default void leaseLost(int users) {}

  /** The board is another one: Redis has lost what it had. */
  default void boardLost() {}

  /** Transitions were missed; what is known is compared with the whole board. */
  default void compared(int online, int news) {}

  /** Something was received that cannot be read. */
  default void garbled(int bytes) {}

  /** Nothing is received from the channel; another connection is made. */
  default void deaf() {}

  /** Redis did not answer; it is asked again. */
  default void failed(Throwable cause) {}
}
