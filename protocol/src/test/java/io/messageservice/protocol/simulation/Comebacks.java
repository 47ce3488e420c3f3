package io.messageservice.protocol.simulation;

import io.messageservice.protocol.simulation.schedule.Journal;
import io.messageservice.protocol.simulation.schedule.Scheduler;
import java.time.Duration;
import java.util.List;

/** Clients that are away for a while by their own choice, or since their node stops. */
final class Comebacks {

  /** So long it takes until whoever was told that his node stops comes back. */
  private static final Duration AWAY = Duration.ofSeconds(2);

  /** Longer than a conversation is watched that nobody is left for. */
  private static final Duration FORGOTTEN = Duration.ofSeconds(33);

  private final Simulation run;
  private final Scheduler scheduler;
  private final Journal journal;
  private final List<Device> devices;
  private final SimulatedCluster cluster;

  Comebacks(Simulation run, SimulatedCluster cluster) {
    this.run = run;
    this.scheduler = run.scheduler();
    this.journal = run.journal();
    this.devices = run.devices();
    this.cluster = cluster;
  }

  /**
   * Some go for so long that nothing is watched for them any more, and come back while others talk.
   */
  void lull() {
    journal.note(() -> "some are away");
    List<Device> away =
        devices.stream()
            .filter(device -> device.session() != null && scheduler.below(2) == 0)
            .toList();
    away.forEach(Device::goes);
    scheduler.rest(FORGOTTEN);
    devices.forEach(Device::says);
    away.forEach(Device::comesBack);
    devices.forEach(Device::says);
    scheduler.rest(Simulation.TOLD);
    devices.forEach(Device::requireAllSeen);
  }

  /**
   * One node after the other stops and another takes its place, while people talk: everybody comes
   * back elsewhere, and nobody is seen to go.
   */
  void roll() {
    journal.note(() -> "nodes roll");
    int crossings = cluster.crossings().size();
    devices.forEach(Device::takeWentBySelf);
    List<Device> all = devices.stream().filter(device -> device.session() != null).toList();
    for (SimulatedNode node : List.copyOf(run.nodes())) {
      all.forEach(Device::says);
      node.drain();
      scheduler.rest(AWAY);
      all.forEach(Device::comesBack);
      all.forEach(Device::says);
      scheduler.rest(Simulation.TOLD);
      devices.forEach(Device::requireAllSeen);
    }
    run.calm();
    run.rests();
    List<String> seen = cluster.crossings().subList(crossings, cluster.crossings().size());
    boolean theyStayed = devices.stream().noneMatch(Device::takeWentBySelf);
    journal.require(
        !theyStayed || seen.isEmpty(), () -> "everybody was there all the time, but: " + seen);
  }
}
