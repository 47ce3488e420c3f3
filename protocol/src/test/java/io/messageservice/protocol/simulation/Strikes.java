package io.messageservice.protocol.simulation;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.protocol.simulation.schedule.Chaos;
import io.messageservice.protocol.simulation.schedule.Journal;
import io.messageservice.protocol.simulation.schedule.Line;
import io.messageservice.protocol.simulation.schedule.Scheduler;
import java.time.Duration;

/** What goes wrong in a storm, one thing after the other: nodes, store, clock, network. */
final class Strikes {

  private final Simulation run;
  private final Scheduler scheduler;
  private final Journal journal;
  private final Chaos chaos;
  private final Line fate;
  private final SimulatedCluster cluster;

  /**
   * Of one run.
   *
   * @param fate on which they happen
   */
  Strikes(Simulation run, Chaos chaos, Line fate, SimulatedCluster cluster) {
    this.run = run;
    this.scheduler = run.scheduler();
    this.journal = run.journal();
    this.chaos = chaos;
    this.fate = fate;
    this.cluster = cluster;
  }

  /** Some of them wait for their turn from now on. */
  void begin() {
    int count = run.isRestless() ? 1 + scheduler.below(10) : Math.max(0, scheduler.below(8) - 3);
    for (int i = 0; i < count; i++) {
      fate.execute(this::strike);
    }
  }

  private void strike() {
    int choice = scheduler.below(cluster.isShared() ? 10 : 6);
    if (run.isRestless() && scheduler.below(3) > 0) {
      choice = scheduler.below(2) == 0 ? 1 : 3; // the store fails, or a connection breaks
    }
    if (choice == 0) {
      scheduler.oneOf(run.nodes()).crash();
    } else if (choice == 1) {
      journal.note(() -> "the store fails");
      chaos.storeFails(fate);
    } else if (choice == 2) {
      wallClockJumps();
    } else if (choice == 9) {
      pause(scheduler.oneOf(run.nodes()));
    } else if (choice == 5) {
      messagesAreUnreadable(scheduler.oneOf(run.conversations()));
    } else if (choice == 6) {
      journal.note(() -> "bus and board are away");
      cluster.isAway(Duration.ofMillis(scheduler.below(9_000)), fate);
    } else if (choice == 8) {
      scheduler.oneOf(run.nodes()).drain();
    } else if (choice == 7) {
      SimulatedNode node = scheduler.oneOf(run.nodes());
      journal.note(() -> "node " + node.name() + " is cut off");
      cluster.isCutOff(node, Duration.ofMillis(scheduler.below(15_000)), fate);
    } else {
      SimulatedSession session = scheduler.oneOf(run.devices()).session();
      if (session != null) {
        session.cut();
      }
    }
  }

  private void messagesAreUnreadable(String conversation) {
    journal.note(() -> "messages of " + conversation + " cannot be read");
    chaos.messagesAreUnreadable(new ConversationId(conversation), fate);
  }

  private void wallClockJumps() {
    Duration ahead = Duration.ofHours(scheduler.below(2) == 0 ? 1 : -1);
    journal.note(() -> "the wall clock jumps by " + ahead);
    cluster.clock().jump(ahead);
  }

  private void pause(SimulatedNode node) {
    journal.note(() -> "node " + node.name() + " pauses");
    node.pause(true);
    scheduler.after(
        Duration.ofMillis(scheduler.below(9_000)),
        fate,
        () -> {
          journal.note(() -> "node " + node.name() + " goes on");
          node.pause(false);
        });
  }
}
