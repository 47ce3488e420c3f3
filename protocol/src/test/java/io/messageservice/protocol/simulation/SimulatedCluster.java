package io.messageservice.protocol.simulation;

import io.messageservice.application.port.out.Cluster;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the nodes of a run share beside the store; nothing where there is but one. */
final class SimulatedCluster {

  private final boolean shared;
  private final SimulatedBus bus;
  private final SimulatedBoard board;
  private final Map<String, SimulatedBoard.Seat> seats = new HashMap<>();

  SimulatedCluster(Scheduler scheduler, Chaos chaos, boolean shared) {
    this.shared = shared;
    this.bus = new SimulatedBus(scheduler, chaos);
    this.board = new SimulatedBoard(scheduler, chaos);
  }

  boolean isShared() {
    return shared;
  }

  /** What the node has of it. */
  Cluster of(SimulatedNode node) {
    if (!shared) {
      return Cluster.ALONE;
    }
    SimulatedBoard.Seat seat = board.seatOf(node, node.line("board", new Strand()));
    seats.put(node.name(), seat);
    return new Cluster(bus.endOf(node.line("bus", new Strand())), Optional.of(seat));
  }

  /** Whether the node of that name holds a lease. */
  boolean lives(String name) {
    SimulatedBoard.Seat seat = seats.get(name);
    return seat != null && seat.isLeased();
  }

  /** Neither bus nor board answer until they are back. */
  void goAway() {
    bus.goAway();
    board.goAway();
  }

  void comeBack() {
    bus.comeBack();
    board.comeBack();
  }
}
