package io.messageservice.protocol.simulation;

import io.messageservice.application.memory.cluster.InMemoryBoard;
import io.messageservice.application.memory.cluster.InMemoryBus;
import io.messageservice.application.memory.cluster.Network;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.Signal;
import io.messageservice.application.port.out.Timer;
import io.messageservice.protocol.simulation.log.LogReader;
import io.messageservice.protocol.simulation.schedule.Chaos;
import io.messageservice.protocol.simulation.schedule.Line;
import io.messageservice.protocol.simulation.schedule.Scheduler;
import io.messageservice.protocol.simulation.schedule.SimulatedClock;
import io.messageservice.protocol.simulation.schedule.SimulatedNetwork;
import io.messageservice.protocol.simulation.schedule.Strand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What the nodes of a run share beside the store; nothing where there is but one. */
final class SimulatedCluster {

  private static final Duration LEASE = Duration.ofSeconds(6);

  private final Scheduler scheduler;
  private final boolean shared;
  private final SimulatedNetwork network;
  private final InMemoryBus bus;
  private final InMemoryBoard board;
  private final SimulatedClock clock;
  private final List<String> crossings = new ArrayList<>();
  private final LogReader reader;

  /**
   * What there is beside a run.
   *
   * @param wire what becomes of each signal between nodes on its way
   */
  record Outside(UnaryOperator<Signal> wire, LogReader.Maker readers) {
    static final Outside NONE = new Outside(UnaryOperator.identity(), world -> LogReader.NONE);
  }

  SimulatedCluster(LogReader.World world, boolean shared, Outside outside) {
    Chaos chaos = world.chaos();
    this.scheduler = world.scheduler();
    this.reader = outside.readers().in(world);
    this.shared = shared;
    this.clock = new SimulatedClock(scheduler, shared);
    this.network = new SimulatedNetwork(scheduler, chaos);
    this.bus = new InMemoryBus(network, outside.wire());
    this.board = new InMemoryBoard(network, LEASE, clock::wall, scheduler::nanos);
    if (shared) {
      watchBoard();
    }
  }

  /** By which nodes date what is said. */
  SimulatedClock clock() {
    return clock;
  }

  /** Reads the log on every node. */
  LogReader reader() {
    return reader;
  }

  boolean isShared() {
    return shared;
  }

  private void watchBoard() {
    Line line = scheduler.line("observer", new Strand());
    network.join(SimulatedNetwork.SOUND, line);
    board
        .boardOf(SimulatedNetwork.SOUND, line, (delay, task) -> scheduler.after(delay, line, task))
        .listen(
            (crossing, seen) ->
                crossings.add((crossing.online() ? "+" : "-") + crossing.user().value()));
  }

  /** Who came online, with a plus, or went offline, by the board itself. */
  List<String> crossings() {
    return crossings;
  }

  /** What the node has of it. */
  Cluster of(SimulatedNode node) {
    if (!shared) {
      return Cluster.ALONE;
    }
    String name = node.name();
    network.join(name, node.line("net", new Strand()));
    Line told = node.line("told", new Strand());
    Timer timer = (delay, task) -> scheduler.after(delay, told, task);
    return new Cluster(
        bus.busOf(name, node.line("bus", new Strand()), timer),
        board.membershipOf(name),
        Optional.of(board.boardOf(name, told, timer)));
  }

  /**
   * What nodes share is away for a while, and may have forgotten by then who watches what.
   *
   * @param line on which it comes back
   */
  void isAway(Duration time, Line line) {
    cutOff(Network.MIDDLE, time, line);
    if (scheduler.below(2) == 0) {
      bus.forget();
    }
  }

  /** A node reaches nothing but the store for a while. */
  void isCutOff(SimulatedNode node, Duration time, Line line) {
    cutOff(node.name(), time, line);
  }

  private void cutOff(String end, Duration time, Line line) {
    network.cutOff(end);
    scheduler.after(time, line, () -> network.comesBack(end));
  }

  /** Everything is reached again. */
  void mend() {
    network.mend();
  }
}
