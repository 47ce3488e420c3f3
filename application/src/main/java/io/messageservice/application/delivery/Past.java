package io.messageservice.application.delivery;

import io.messageservice.application.port.out.History;

/**
 * The past of the store under which the connections of this node are told positions. Where the
 * store has another one, as after a fail-over that lost what was acknowledged, positions mean
 * something else: nothing is told before the connections are sent away. Any thread may ask, as it
 * costs nothing.
 */
public final class Past {

  private final History history;
  private volatile String epoch;

  /**
   * The past that the store has.
   *
   * @throws io.messageservice.application.port.out.StoreUnavailable where it cannot be read
   */
  public Past(History history) {
    this.history = history;
    this.epoch = history.epoch();
  }

  /** The name of the past. */
  public String epoch() {
    return epoch;
  }

  /** Whether the store is known to have another one. */
  public boolean isOver() {
    return !history.epoch().equals(epoch);
  }

  /**
   * Goes on only where the store has no other one: whatever it answered by now is of this past.
   *
   * @throws PastEnded where it has
   */
  public void require() {
    if (isOver()) {
      throw new PastEnded();
    }
  }

  /** That one counts from now on. Only the lane's thread may call. */
  void become(String name) {
    epoch = name;
  }
}
