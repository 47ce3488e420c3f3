package io.messageservice.application.port.out;

import java.util.Collection;
import java.util.List;

/** The bus of a node that is alone. */
final class NoBus implements ClusterBus {

  @Override
  public void listen(Listener listener) {
    // nobody will ever publish anything
  }

  @Override
  public void publish(List<Signal> signals) {
    // nobody is there to receive it
  }

  @Override
  public void watch(Collection<Topic> topics, Runnable confirmed) {
    confirmed.run();
  }

  @Override
  public void unwatch(Collection<Topic> topics) {
    // nothing was ever watched
  }
}
