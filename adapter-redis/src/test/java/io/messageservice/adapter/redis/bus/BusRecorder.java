package io.messageservice.adapter.redis.bus;

import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.Signal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers what a node receives. Any thread may call. */
final class BusRecorder implements ClusterBus.Listener {

  private final List<Signal> signals = new CopyOnWriteArrayList<>();
  private final AtomicInteger doubts = new AtomicInteger();

  @Override
  public void received(List<Signal> some) {
    signals.addAll(some);
  }

  @Override
  public void reconcile() {
    doubts.incrementAndGet();
  }

  /** The positions of the messages that were received, in order. */
  List<Long> positions() {
    return signals.stream()
        .map(signal -> ((Signal.OfMessage) signal).event().message().seq())
        .toList();
  }

  int doubts() {
    return doubts.get();
  }
}
