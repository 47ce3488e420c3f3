package io.messageservice.protocol.simulation;

import io.messageservice.protocol.simulation.personal.BlockStates;
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
  private final BlockStates blocks;

  /** Sessions and users that were there at the rest before, and how many crossings there were. */
  private final Set<SimulatedSession> stayed = new HashSet<>();

  private final Set<String> wereOnline = new HashSet<>();
  private int crossed;

  /** How many commands had something stored by the rest before. */
  private long rested;

  /**
   * Before anybody came.
   *
   * @param hearOfEveryone whether all are told of all
   */
  Onlookers(
      Journal journal,
      List<String> users,
      boolean hearOfEveryone,
      SimulatedCluster cluster,
      BlockStates blocks) {
    this.blocks = blocks;
    this.journal = journal;
    this.users = users;
    this.hearOfEveryone = hearOfEveryone;
    this.cluster = cluster;
  }

  /**
   * These are all connections there are, and have just asked who is online.
   *
   * @param tick how many commands had something stored
   * @param delayed whether a node could not read whom to tell, since the rest before
   */
  void rest(List<SimulatedSession> sessions, long tick, boolean delayed) {
    Set<String> online = new HashSet<>();
    sessions.forEach(session -> online.add(session.user()));
    List<String> crossings = List.copyOf(cluster.crossings());
    for (SimulatedSession session : sessions) {
      requireKnown(session, online);
      List<String> heard = session.takeCrossings();
      requireNothingOfBlocked(session, heard);
      if (hearOfEveryone && session.heardAll()) {
        requireTold(session, online);
        if (cluster.isShared() && stayed.contains(session) && !delayed) {
          requireEach(session, heard, crossings.subList(crossed, crossings.size()));
        }
      }
    }
    stayed.clear();
    stayed.addAll(sessions);
    wereOnline.clear();
    wereOnline.addAll(online);
    crossed = crossings.size();
    rested = tick;
  }

  private void requireNothingOfBlocked(SimulatedSession session, List<String> heard) {
    for (String crossing : heard) {
      journal.require(
          !blocks.areApartAlwaysSince(session.user(), crossing.substring(1), rested),
          () -> session.name() + " is told of whom is blocked: " + crossing);
    }
  }

  /** Of others a connection is told only what was not kept from it. */
  private boolean isTold(SimulatedSession session, String other) {
    return !blocks.areApartSince(session.user(), other, 0);
  }

  /** The answer is the truth, but of those who are kept apart; contacts only may know. */
  private void requireKnown(SimulatedSession session, Set<String> online) {
    session
        .known()
        .forEach(
            (user, isOnline) ->
                journal.require(
                    isOnline
                        ? online.contains(user) && !blocks.areApart(user, session.user())
                        : !online.contains(user)
                            || !hearOfEveryone
                            || blocks.areApart(user, session.user()),
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
      journal.require(
          right || !isTold(session, user),
          () -> session.name() + " believes of " + user + ": " + told);
    }
  }

  /**
   * Each crossing of another was told once and in order. Where whom to tell cannot be read it is
   * told later, or not at all where the next one takes it back.
   */
  private void requireEach(SimulatedSession session, List<String> heard, List<String> crossings) {
    List<String> ofOthers =
        crossings.stream()
            .filter(crossing -> !crossing.substring(1).equals(session.user()))
            .filter(crossing -> isTold(session, crossing.substring(1)))
            .toList();
    List<String> told =
        heard.stream().filter(crossing -> isTold(session, crossing.substring(1))).toList();
    journal.require(
        told.equals(ofOthers), () -> session.name() + " heard " + told + ", not " + ofOthers);
  }
}
