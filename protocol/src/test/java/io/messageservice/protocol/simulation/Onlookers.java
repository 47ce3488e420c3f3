package io.messageservice.protocol.simulation;

import io.messageservice.protocol.simulation.schedule.Journal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares what connections believe of who is online with who is, whenever all is at rest. */
final class Onlookers {

  private final Journal journal;
  private final List<String> users;
  private final boolean hearOfEveryone;
  private final SimulatedCluster cluster;

  /** Sessions and users that were there at the rest before, and how many crossings there were. */
  private final Set<SimulatedSession> stayed = new HashSet<>();

  private final Set<String> wereOnline = new HashSet<>();
  private int crossed;

  /**
   * Before anybody came.
   *
   * @param hearOfEveryone whether all are told of all
   */
  Onlookers(Journal journal, List<String> users, boolean hearOfEveryone, SimulatedCluster cluster) {
    this.journal = journal;
    this.users = users;
    this.hearOfEveryone = hearOfEveryone;
    this.cluster = cluster;
  }

  /** These are all connections there are, and have just asked who is online. */
  void rest(List<SimulatedSession> sessions) {
    Set<String> online = new HashSet<>();
    sessions.forEach(session -> online.add(session.user()));
    List<String> crossings = List.copyOf(cluster.crossings());
    for (SimulatedSession session : sessions) {
      requireKnown(session, online);
      List<String> heard = session.takeCrossings();
      if (hearOfEveryone && session.heardAll()) {
        requireTold(session, online);
        if (cluster.isShared() && stayed.contains(session)) {
          requireEach(session, heard, crossings.subList(crossed, crossings.size()));
        }
      }
    }
    stayed.clear();
    stayed.addAll(sessions);
    wereOnline.clear();
    wereOnline.addAll(online);
    crossed = crossings.size();
  }

  /** The answer is the truth; where only contacts may know, it is silent of others. */
  private void requireKnown(SimulatedSession session, Set<String> online) {
    session
        .known()
        .forEach(
            (user, isOnline) ->
                journal.require(
                    isOnline ? online.contains(user) : !online.contains(user) || !hearOfEveryone,
                    () -> session.name() + " is answered of " + user + ": " + isOnline));
  }

  /** What was pushed last is the truth. */
  private void requireTold(SimulatedSession session, Set<String> online) {
    for (String user : users) {
      boolean changed = wereOnline.contains(user) != online.contains(user);
      @Nullable Boolean told = session.online().get(user);
      boolean right =
          told == null
              ? !(changed && stayed.contains(session)) || user.equals(session.user())
              : told == online.contains(user);
      journal.require(right, () -> session.name() + " believes of " + user + ": " + told);
    }
  }

  /** Each crossing of another was told once and in order. */
  private void requireEach(SimulatedSession session, List<String> heard, List<String> crossings) {
    List<String> ofOthers =
        crossings.stream()
            .filter(crossing -> !crossing.substring(1).equals(session.user()))
            .toList();
    journal.require(
        heard.equals(ofOthers), () -> session.name() + " heard " + heard + ", not " + ofOthers);
  }
}
