package io.messageservice.application.feed;

import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.port.out.ChangeLog.Mark;

/** Learns how the store answers the lane, on its thread or while it stands still. */
public interface StoreWatcher {

  /** A batch is stored. */
  default void stored() {}

  /** Something may be stored that is delivered to nobody. */
  default void inDoubt() {}

  /** The store has another epoch: nobody waits on for what was to come in the one that ends. */
  default void epochEnds() {}

  /**
   * Nothing that was delivered counts any more.
   *
   * @param end of what is stored; everything before it counts as delivered
   */
  default void forget(Mark end, Fanout fanout) {}

  /** The next epoch counts. */
  default void epochBegins() {}
}
