package io.messageservice.application.port.out;

/**
 * Observes what delivery does beside passing messages on, to count it. Called on lanes and event
 * loops; must not block or throw.
 */
public interface DeliveryEvents {

  /** Observes nothing. */
  DeliveryEvents NONE = new DeliveryEvents() {};

  /** A feed reads what it misses. */
  default void missing() {}

  /**
   * How many feeds a lane has, by its last look.
   *
   * @param quarantined those of them whose messages cannot be read
   */
  default void feeds(int lane, int all, int quarantined) {}

  /** A connection begins to receive what it missed of a conversation. */
  default void replaying() {}
}
