package io.messageservice.application.usecase;

import io.messageservice.application.delivery.Gate;
import io.messageservice.application.lane.Lane;
import io.messageservice.application.port.out.History;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Notices that the store has another past, as after a fail-over that lost what was acknowledged:
 * positions mean something else then, for clients and for this node. Any thread may call.
 */
public final class Renewal {

  private final History history;
  private final Lane lane;
  private final Gate gate;
  private final AtomicReference<String> epoch;

  Renewal(History history, Ways ways) {
    this.history = history;
    this.lane = ways.lane();
    this.gate = ways.gate();
    this.epoch = new AtomicReference<>(history.epoch());
  }

  /**
   * Looks, and has everything forgotten that this node remembered where the epoch is another one.
   *
   * @param sendAway ends the connections that there are, so that they come back and begin anew;
   *     runs on the lane's thread
   * @return whether it is
   */
  public boolean look(Runnable sendAway) {
    String now = history.epoch();
    if (now.equals(epoch.getAndSet(now))) {
      return false;
    }
    lane.run(
        "renewal",
        delivery -> {
          sendAway.run();
          gate.begin(delivery);
        });
    return true;
  }
}
