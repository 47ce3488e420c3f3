package io.messageservice.adapter.webhook;

import io.messageservice.application.port.out.change.ReaderPositions;
import io.messageservice.protocol.simulation.log.LogReader.Host;
import io.messageservice.protocol.simulation.schedule.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** How far the sender of a simulated run has come, in the store that its nodes share. */
final class SimulatedPositions {

  private static final long LEASE_NANOS = Duration.ofSeconds(10).toNanos();

  private final Scheduler scheduler;
  private final Consumer<String> noted;
  private String position = "";
  private String owner = "";
  private long endNanos;

  /**
   * Nobody has read anything.
   *
   * @param noted is told of each position
   */
  SimulatedPositions(Scheduler scheduler, Consumer<String> noted) {
    this.scheduler = scheduler;
    this.noted = noted;
  }

  /** As one node has them. */
  ReaderPositions of(Host host) {
    return new ReaderPositions() {
      @Override
      public Optional<String> take(String reader) {
        return host.write(() -> SimulatedPositions.this.take(host.name()));
      }

      @Override
      public boolean note(String reader, String next) {
        return host.write(() -> SimulatedPositions.this.note(host.name(), next));
      }

      @Override
      public void leave(String reader) {
        boolean unused = host.write(() -> SimulatedPositions.this.leave(host.name()));
      }
    };
  }

  private boolean isLeased() {
    return scheduler.nanos() < endNanos;
  }

  private Optional<String> take(String node) {
    if (isLeased() && !owner.equals(node)) {
      return Optional.empty();
    }
    owner = node;
    endNanos = scheduler.nanos() + LEASE_NANOS;
    return Optional.of(position);
  }

  private boolean note(String node, String next) {
    if (!isLeased() || !owner.equals(node)) {
      return false;
    }
    position = next;
    noted.accept(next);
    return true;
  }

  private boolean leave(String node) {
    if (owner.equals(node)) {
      endNanos = scheduler.nanos();
    }
    return true;
  }
}
