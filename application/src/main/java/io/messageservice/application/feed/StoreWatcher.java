package io.messageservice.application.feed;

import io.messageservice.application.fanout.Fanout;

/** Learns, on the lane's thread, how the store answers the lane. */
public interface StoreWatcher {

  /** A batch is stored. */
  default void stored() {}

  /** Something may be stored that is delivered to nobody. */
  default void inDoubt() {}

  /**
   * The store has another epoch.
   *
   * @throws io.messageservice.application.port.out.StoreUnavailable where it cannot be read; this
   *     is called again then
   */
  default void epochChanged(Fanout fanout) {}
}
