package io.messageservice.protocol.simulation;

import io.messageservice.application.port.out.PresenceBoard;
import io.messageservice.domain.presence.Transition;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is online in a simulated cluster: a log of crossings that every node is told from its
 * beginning on. Nodes hold leases; the board is away for a while, and tells late.
 */
final class SimulatedBoard {

  private static final Duration LEASE = Duration.ofSeconds(6);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int SLOWEST_MILLIS = 200;

  private final Scheduler scheduler;
  private final Chaos chaos;
  private final Map<UserId, Set<Seat>> seats = new LinkedHashMap<>();
  private final Map<UserId, Long> graces = new LinkedHashMap<>();
  private final Map<UserId, DisplayName> names = new LinkedHashMap<>();
  private final Set<UserId> online = new LinkedHashSet<>();
  private final List<Transition> log = new ArrayList<>();
  private final List<Seat> nodes = new ArrayList<>();
  private boolean away;

  SimulatedBoard(Scheduler scheduler, Chaos chaos) {
    this.scheduler = scheduler;
    this.chaos = chaos;
  }

  /**
   * The board as one node has it.
   *
   * @param line on which it is told
   */
  Seat seatOf(SimulatedNode node, Line line) {
    Seat seat = new Seat(node, line);
    nodes.add(seat);
    look(seat);
    return seat;
  }

  void goAway() {
    away = true;
  }

  void comeBack() {
    away = false;
    nodes.forEach(seat -> seat.renewedAt = scheduler.nanos());
  }

  /** A sign of life of the node, and a look at everybody else's. */
  private void look(Seat seat) {
    scheduler.after(
        LOOK,
        seat.line,
        () -> {
          if (!away) {
            seat.renew();
            sweep();
          }
          look(seat);
        });
  }

  private void sweep() {
    long now = scheduler.nanos();
    for (Seat seat : List.copyOf(nodes)) {
      if (now - seat.renewedAt > LEASE.toNanos()) {
        seat.end();
      }
    }
    for (Map.Entry<UserId, Long> grace : List.copyOf(graces.entrySet())) {
      if (grace.getValue() <= now) {
        graces.remove(grace.getKey());
        settle(grace.getKey());
      }
    }
  }

  /** A user is online while he is somewhere or has a grace. */
  private void settle(UserId user) {
    boolean isOnline = seats.containsKey(user) || graces.containsKey(user);
    if (isOnline ? online.add(user) : online.remove(user)) {
      log.add(new Transition(user, names.getOrDefault(user, new DisplayName("?")), isOnline));
      nodes.forEach(Seat::tell);
    }
  }

  /** One node's place at the board. */
  final class Seat implements PresenceBoard {
    private final SimulatedNode node;
    private final Line line;
    private final Map<UserId, DisplayName> here = new LinkedHashMap<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>(1);
    private long renewedAt = scheduler.nanos();
    private boolean leased = true;
    private int told;

    Seat(SimulatedNode node, Line line) {
      this.node = node;
      this.line = line;
    }

    boolean isLeased() {
      return leased;
    }

    @Override
    public void listen(Listener listener) {
      listeners.add(listener);
      tell();
    }

    @Override
    public void came(UserId user, DisplayName name) {
      later(
          () -> {
            here.put(user, name);
            enter(user, name);
          });
    }

    @Override
    public void went(UserId user, DisplayName name, Duration grace) {
      later(
          () -> {
            here.remove(user);
            if (leased && removed(user)) {
              graces.put(user, scheduler.nanos() + grace.toNanos());
              cleared(user);
            }
          });
    }

    /** As soon as the board is there, in order. */
    private void later(Runnable task) {
      line.execute(
          () -> {
            waiting.add(task);
            carryOut();
          });
    }

    private void carryOut() {
      if (!away) {
        List<Runnable> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(Runnable::run);
      }
    }

    private void enter(UserId user, DisplayName name) {
      if (leased) {
        names.put(user, name);
        graces.remove(user);
        seats.computeIfAbsent(user, id -> new LinkedHashSet<>()).add(this);
        settle(user);
      }
    }

    private void renew() {
      carryOut();
      renewedAt = scheduler.nanos();
      if (!leased) {
        leased = true;
        nodes.add(this);
        here.forEach(this::enter);
      }
      tell();
    }

    private void end() {
      leased = false;
      nodes.remove(this);
      for (UserId user : List.copyOf(seats.keySet())) {
        if (removed(user)) {
          cleared(user);
        }
      }
    }

    private boolean removed(UserId user) {
      Set<Seat> taken = seats.get(user);
      return taken != null && taken.remove(this);
    }

    private void cleared(UserId user) {
      if (seats.getOrDefault(user, Set.of()).isEmpty()) {
        seats.remove(user);
        settle(user);
      }
    }

    private void tell() {
      int delay = chaos.signalIsSlow() ? scheduler.below(SLOWEST_MILLIS) : 0;
      scheduler.after(Duration.ofMillis(delay), line, this::tellNow);
    }

    private void tellNow() {
      for (Listener listener : listeners) {
        while (told < log.size() && node.isAlive()) {
          listener.crossed(log.get(told++), Optional.empty());
        }
      }
    }
  }
}
