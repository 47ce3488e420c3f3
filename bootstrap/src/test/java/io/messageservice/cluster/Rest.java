package io.messageservice.cluster;

import io.messageservice.application.waiting.Patience;
import io.messageservice.kill.SpokenLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The end of a round, when nothing new is said and nothing breaks any more: what must become true
 * then. One thread.
 */
final class Rest {

  private final NodeGroup cluster;
  private final Cast cast;
  private final Stored stored;

  Rest(NodeGroup cluster, Cast cast, Stored stored) {
    this.cluster = cluster;
    this.cast = cast;
    this.stored = stored;
  }

  /**
   * Returns when whatever was asked is answered, everybody has seen a last word in each of their
   * conversations, and everybody and every node knows what is true about who is online. Nodes are
   * asked, too: one that has just begun has nobody connected, and may learn it after the others.
   */
  void await() {
    await("an answer to everything", this::unsettled);
    int connections = -1;
    while (connections != connections()) {
      connections = connections();
      lastWords();
      int before = connections;
      await("everything by everybody", () -> before == connections() ? mistaken() : List.of());
      await("the truth by every node", this::lies);
    }
  }

  /**
   * The newest message of each conversation is one that was said when all had their connections, so
   * that also who has joined nothing must hear of it.
   */
  private void lastWords() {
    cast.devices().stream()
        .filter(device -> device.habit().talks())
        .forEach(device -> device.rooms().forEach(device::want));
    await("an answer to the last words", this::unsettled);
    readAll();
  }

  /** Reads what came on every node, which must tell the same. */
  private void readAll() {
    Map<String, List<SpokenLine>> read = new HashMap<>();
    for (Room room : cast.rooms()) {
      String member = room.members().iterator().next();
      for (Node node : cluster.nodes()) {
        try (Auditor auditor = new Auditor(node, member)) {
          List<SpokenLine> told = auditor.read(room.id(), stored.head(room.id()));
          List<SpokenLine> first = read.computeIfAbsent(room.id(), id -> told);
          stored.requireSame(node, room.id(), first, told);
        }
      }
    }
    read.forEach(stored::add);
  }

  /** Who waits for answers. */
  private List<String> unsettled() {
    return cast.devices().stream()
        .filter(device -> !isSettled(device))
        .map(device -> where(device) + " waits, also for answers to " + device.mail().pending())
        .toList();
  }

  private static boolean isSettled(TrialDevice device) {
    boolean isAway = device.habit().visits() && !device.isConnected();
    return isAway || device.isSettled();
  }

  private int connections() {
    return cast.devices().stream().mapToInt(device -> device.diary().connections()).sum();
  }

  /**
   * Who has not yet seen the last message of a room, or believes something of somebody that is not
   * true.
   */
  private List<String> mistaken() {
    List<String> mistaken = new ArrayList<>();
    for (TrialDevice device : cast.devices()) {
      for (Room room : device.rooms()) {
        long stands = device.diary().standsAt(room.id());
        long head = stored.head(room.id());
        if (stands != head) {
          mistaken.add(where(device) + " saw " + room.id() + " up to " + stands + " of " + head);
        }
      }
      for (String user : device.isConnected() ? device.others() : List.<String>of()) {
        Optional<Boolean> belief = device.watch().believes(user);
        if (!belief.equals(Optional.of(cast.isOnline(user)))) {
          mistaken.add(where(device) + " believes of " + user + " " + belief);
        }
      }
    }
    return mistaken;
  }

  /** What a node says wrongly about who is online when it is asked. */
  private List<String> lies() {
    List<String> lies = new ArrayList<>();
    for (Node node : cluster.nodes()) {
      try (Auditor auditor = new Auditor(node, cast.speakers().get(0))) {
        Map<String, Boolean> told = auditor.presence(cast.users());
        cast.users().stream()
            .filter(user -> cast.isOnline(user) != told.getOrDefault(user, false))
            .forEach(user -> lies.add(node + " says wrongly of " + user + ": " + told.get(user)));
      }
    }
    return lies;
  }

  /** Waits until nothing is open any more. */
  private static void await(String what, Supplier<List<String>> open) {
    try {
      Patience.await().until(() -> open.get().isEmpty());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("waited in vain for " + what + ": " + open.get(), e);
    }
  }

  private static String where(TrialDevice device) {
    return device.node().map(node -> device + " on " + node).orElse(device + " nowhere");
  }
}
