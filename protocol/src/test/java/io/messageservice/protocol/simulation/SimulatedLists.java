package io.messageservice.protocol.simulation;

import io.messageservice.application.port.out.History;
import io.messageservice.domain.user.CallerKind;
import io.messageservice.protocol.simulation.SimulatedCallers.Asker;
import io.messageservice.protocol.simulation.personal.KeptList;
import io.messageservice.protocol.simulation.personal.KeptLists;
import io.messageservice.protocol.simulation.schedule.Journal;
import io.messageservice.protocol.simulation.schedule.Line;
import io.messageservice.protocol.simulation.schedule.Scheduler;
import io.messageservice.protocol.simulation.schedule.Strand;
import java.time.Duration;
import java.util.List;

/** Lists that users keep without a connection, by asking any node what changed. */
final class SimulatedLists {

  /** Of a list, and as many tries. */
  private static final int MOST_PAGES = 200;

  private final Scheduler scheduler;
  private final Journal journal;
  private final KeptLists lists;

  SimulatedLists(Scheduler scheduler, Journal journal, List<String> users) {
    this.scheduler = scheduler;
    this.journal = journal;
    this.lists = new KeptLists(users, journal);
  }

  /**
   * They are those of the store once they have asked.
   *
   * @param nodes that are there now
   * @param answered by then a page is answered
   */
  void requireWhole(List<SimulatedNode> nodes, Duration answered, History stored) {
    lists.begin();
    for (int i = 0; !lists.behind().isEmpty() && journal.firstBroken() == null; i++) {
      journal.require(i < MOST_PAGES, () -> "lists are answered in the end");
      lists.behind().forEach(list -> ask(list, nodes));
      scheduler.rest(answered);
    }
    lists.requireWhole(stored);
  }

  private void ask(KeptList list, List<SimulatedNode> nodes) {
    List<SimulatedNode> open = nodes.stream().filter(SimulatedNode::isReading).toList();
    if (!open.isEmpty()) {
      SimulatedNode node = scheduler.oneOf(open);
      Asker asker = new Asker(list.user(), CallerKind.USER, node.anyShard());
      Line line = node.line("list", new Strand());
      line.execute(
          () -> list.ask(node.useCases().listConversations(), asker, 1 + scheduler.below(3)));
      line.end();
    }
  }
}
