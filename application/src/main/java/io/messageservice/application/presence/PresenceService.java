package io.messageservice.application.presence;

import io.messageservice.application.event.Event;
import io.messageservice.application.event.Event.PresenceChanged;
import io.messageservice.application.fanout.EventLoopStates;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.port.out.PresenceBoard;
import io.messageservice.application.port.out.PresenceLoad;
import io.messageservice.application.port.out.Timer;
import io.messageservice.domain.decision.UserNote.Moved;
import io.messageservice.domain.presence.LevelAlarm;
import io.messageservice.domain.presence.Transition;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Reports which users of this node connect and disconnect, and announces to the connections of this
 * node who is online anywhere. Any thread may report; the state belongs to the desk's own thread,
 * which may block on the store.
 */
public final class PresenceService {

  /** With more users online, announcing changes to everyone is reported as costly. */
  static final int CROWD = 2_000;

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final PresenceBoard board;

  /** Of users of this node. Only the desk's thread. */
  private final Map<UserId, Integer> connections = new HashMap<>();

  private final LevelAlarm crowding = new LevelAlarm(CROWD);
  private final Online online = new Online(Online.MAX_REMEMBERED);
  private final PresenceAudience audience;
  private final EventLoopStates states;
  private final History history;
  private final Executor thread;
  private final Timer timer;
  private final InstantSource clock;
  private final Faults faults;
  private final PresenceLoad load;
  private final PresenceNotes notes;

  /**
   * What is still to be announced, since it could not be read to whom, and is answered to nobody
   * until then; the next one of a user takes it back. Only the desk's thread.
   */
  private final Map<UserId, Transition> unannounced = new LinkedHashMap<>();

  private volatile Duration grace;

  /**
   * Nobody is connected.
   *
   * @param grace how long a user without connections counts as online
   */
  public PresenceService(
      Duration grace,
      PresenceAudience audience,
      EventLoopStates states,
      PresenceNotes notes,
      PresenceEnvironment environment) {
    this.grace = grace;
    this.audience = audience;
    this.states = states;
    this.notes = notes;
    this.history = environment.history();
    this.thread = environment.thread();
    this.timer = environment.timer();
    this.clock = environment.clock();
    this.faults = environment.faults();
    this.load = environment.load();
    Optional<PresenceBoard> shared = environment.board();
    this.board = shared.orElseGet(() -> new LocalBoard(grace, environment));
    if (shared.isPresent()) {
      board.listen((transition, seen) -> thread.execute(() -> changed(transition, seen)));
    } else {
      board.listen(this::changed);
    }
  }

  /** Who is online. */
  public Online online() {
    return online;
  }

  /** A connection of the user was opened. */
  public void opened(Caller caller) {
    thread.execute(
        () -> {
          if (connections.merge(caller.user(), 1, Integer::sum) == 1) {
            board.connected(caller.user(), caller.name());
          }
        });
  }

  /** It was closed. */
  public void closed(Caller caller) {
    thread.execute(
        () -> {
          UserId user = caller.user();
          online.seen(user, clock.instant());
          if (connections.computeIfPresent(user, (id, n) -> n == 1 ? null : n - 1) == null) {
            board.disconnected(user, caller.name(), grace);
          }
        });
  }

  /** Users whose last connection is closed from now on count as online for so long. */
  public void graceOf(Duration longer) {
    grace = longer;
  }

  private void changed(Transition transition, Optional<Instant> lastSeen) {
    lastSeen.ifPresent(at -> online.seen(transition.user(), at));
    unannounced.remove(transition.user()); // this one takes it back, or is the same
    if (online.isOnline(transition.user()) != transition.online()) {
      announce(transition);
    }
  }

  /** Until it is known to whom, nobody is answered by it either. */
  private void announce(Transition transition) {
    try {
      Runnable delivery = delivery(transition);
      noteAnnounced(transition);
      delivery.run();
    } catch (RuntimeException fault) {
      faults.broke("presence", fault);
      if (unannounced.isEmpty()) {
        timer.after(RETRY, () -> thread.execute(this::deliverAgain));
      }
      unannounced.put(transition.user(), transition);
    }
  }

  private void deliverAgain() {
    List<Transition> again = List.copyOf(unannounced.values());
    unannounced.clear();
    again.forEach(this::announce);
  }

  /** What pushes it to those who may know it, as they are now. */
  private Runnable delivery(Transition transition) {
    if (audience == PresenceAudience.EVERYONE) {
      Set<UserId> except = new HashSet<>(history.blockedWith(transition.user()));
      except.add(transition.user());
      OutgoingEvent event = states.outgoing(eventOf(transition));
      return () -> states.every(state -> state.deliverToEveryone(event, except));
    }
    Set<UserId> contacts = history.contactsOf(transition.user());
    return contacts.isEmpty()
        ? () -> {}
        : () -> states.deliver(contacts, null, eventOf(transition));
  }

  private void noteAnnounced(Transition transition) {
    online.changed(transition);
    notes.announced(new Moved(transition, online.status(transition.user()).lastSeen()));
    load.changed(transition.online(), online.size());
    if (audience == PresenceAudience.EVERYONE && crowding.rises(online.size())) {
      load.becameCostly(online.size());
    }
  }

  private static Event eventOf(Transition transition) {
    return new PresenceChanged(transition.user(), transition.name(), transition.online());
  }
}
