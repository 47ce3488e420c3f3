package io.messageservice.bootstrap;

import io.messageservice.application.port.out.DeliveryEvents;
import io.messageservice.application.port.out.Faults;

/** Calls an observer of delivery. Where it throws, that is reported, and delivery goes on. */
record GuardedDeliveryEvents(DeliveryEvents observer, Faults faults) implements DeliveryEvents {

  @Override
  public void missing() {
    attempt(observer::missing);
  }

  @Override
  public void feeds(int lane, int all, int quarantined) {
    attempt(() -> observer.feeds(lane, all, quarantined));
  }

  @Override
  public void replaying() {
    attempt(observer::replaying);
  }

  private void attempt(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | Error fault) {
      faults.broke("observer", fault);
    }
  }
}
