package io.messageservice.application.port.out;

/** Receives how costly presence is. Any thread may call; never blocks or throws. */
public interface PresenceLoad {

  /** Ignores all. */
  PresenceLoad NONE = online -> {};

  /**
   * So many users are online that sending the presence of each to all of them costs more than it is
   * worth. Once, until they have become fewer again.
   */
  void becameCostly(int online);

  /**
   * This node learned that a user came online or went offline, anywhere.
   *
   * @param users how many are online since
   */
  default void changed(boolean online, int users) {}
}
