package io.messageservice.application.feed;

import io.messageservice.application.port.out.History;

/**
 * The epoch of the store under which this node gives positions to its connections. Where the store
 * has another one, as after a fail-over that lost acknowledged messages, positions mean something
 * else: nothing is delivered before the connections are closed. Any thread may ask, at no cost.
 */
public final class StoreEpoch {

  private final History history;
  private volatile String epoch;

  /**
   * The epoch that the store has.
   *
   * @throws io.messageservice.application.port.out.StoreUnavailable where it cannot be read
   */
  public StoreEpoch(History history) {
    this.history = history;
    this.epoch = history.epoch();
  }

  /** Its name. */
  public String name() {
    return epoch;
  }

  /** Whether the store is known to have another one. */
  public boolean isOver() {
    return !stored().equals(epoch);
  }

  /**
   * Goes on only where the store has no other one: whatever it answered by now is of this epoch.
   *
   * @throws EpochChanged where it has
   */
  public void require() {
    if (isOver()) {
      throw new EpochChanged();
    }
  }

  /** The name of the epoch that the store is known to have. */
  public String stored() {
    return history.epoch();
  }

  /** That one counts from now on. Only while no lane runs. */
  public void become(String name) {
    epoch = name;
  }
}
