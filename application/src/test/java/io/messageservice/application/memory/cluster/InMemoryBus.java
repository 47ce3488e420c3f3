package io.messageservice.application.memory.cluster;

import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.Signal;
import io.messageservice.application.port.out.Timer;
import io.messageservice.application.port.out.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/**
 * The bus between nodes of one process, for trials and tests: the table of who watches what stands
 * in the middle of a {@link Network}. Any thread may call.
 */
public final class InMemoryBus {

  private final Network network;

  /** What becomes of each signal on its way. */
  private final UnaryOperator<Signal> wire;

  /** What nodes watch, by their names. Guarded by itself. */
  private final Map<String, Interest> table = new LinkedHashMap<>();

  /** Nobody watches anything; signals arrive as they are. */
  public InMemoryBus(Network network) {
    this(network, UnaryOperator.identity());
  }

  /**
   * Nobody watches anything.
   *
   * @param wire what becomes of each signal on its way: for trials of its encoding
   */
  public InMemoryBus(Network network, UnaryOperator<Signal> wire) {
    this.network = network;
    this.wire = wire;
  }

  /**
   * The bus as one node has it.
   *
   * @param node its name, unlike those of all others that there were
   * @param thread on which the node is told; runs one task at a time, in order
   */
  public ClusterBus busOf(String node, Executor thread, Timer timer) {
    return new BusEnd(this, new Network.Way(network, node, thread), timer);
  }

  /** The table is lost; nodes write it again. */
  public void forget() {
    synchronized (table) {
      table.clear();
    }
  }

  /** What a node watches from now on; older news of it, which comes late, changes nothing. */
  boolean isNew(BusEnd node, long version, Set<Topic> topics) {
    synchronized (table) {
      Interest had = table.get(node.name());
      if (had == null || had.version() < version) {
        table.put(node.name(), new Interest(node, version, topics));
      }
      return had == null;
    }
  }

  /** Sends what was published to those who watch it. */
  void spread(String publisher, List<Signal> signals) {
    List<Interest> all;
    synchronized (table) {
      all = List.copyOf(table.values());
    }
    for (Interest interest : all) {
      List<Signal> wanted = new ArrayList<>(signals);
      wanted.removeIf(signal -> !interest.includes(signal));
      wanted.replaceAll(signal -> wire.apply(signal).from(publisher));
      if (!wanted.isEmpty() && !interest.node().name().equals(publisher)) {
        network.carry(
            Network.MIDDLE,
            interest.node().name(),
            () -> interest.node().receives(List.copyOf(wanted)));
      }
    }
  }

  private record Interest(BusEnd node, long version, Set<Topic> topics) {

    boolean includes(Signal signal) {
      return signal.topics().stream().anyMatch(topics::contains);
    }
  }
}
