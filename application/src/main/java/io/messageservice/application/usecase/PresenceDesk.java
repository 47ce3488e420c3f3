package io.messageservice.application.usecase;

import io.messageservice.application.delivery.Halls;
import io.messageservice.application.event.Event.PresenceChanged;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.out.Crowds;
import io.messageservice.application.port.out.Encoder;
import io.messageservice.application.port.out.Encoder.Encoded;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Timer;
import io.messageservice.domain.presence.Crossing;
import io.messageservice.domain.presence.Presence;
import io.messageservice.domain.presence.Transition;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Keeps the presence of the users of this node and tells others of it. Any thread may report; the
 * state belongs to the desk's own thread, which may block on the store.
 */
final class PresenceDesk {

  /** The most users online of whose coming and going everyone should hear. */
  static final int CROWD = 2_000;

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Presence presence;
  private final Crossing crowding = new Crossing(CROWD);
  private final Online online = new Online(Online.MAX_REMEMBERED);
  private final PresenceAudience audience;
  private final Halls halls;
  private final Encoder encoder;
  private final History history;
  private final Executor thread;
  private final Timer timer;
  private final InstantSource clock;
  private final Faults faults;
  private final Crowds crowds;

  /**
   * What contacts are still to be told, since they could not be read; at most one for each user, as
   * the next one takes it back. Only the desk's thread.
   */
  private final Map<UserId, Transition> untold = new LinkedHashMap<>();

  /** Whether a look for ended graces is due. Only the desk's thread. */
  private boolean awaitingExpiry;

  PresenceDesk(
      Duration grace,
      PresenceAudience audience,
      Halls halls,
      Encoder encoder,
      Surroundings surroundings) {
    this.presence = new Presence(grace);
    this.audience = audience;
    this.halls = halls;
    this.encoder = encoder;
    this.history = surroundings.history();
    this.thread = surroundings.presenceThread();
    this.timer = surroundings.timer();
    this.clock = surroundings.clock();
    this.faults = surroundings.faults();
    this.crowds = surroundings.crowds();
  }

  /** Who is online. */
  Online online() {
    return online;
  }

  void opened(Caller caller) {
    thread.execute(() -> presence.opened(caller.user(), caller.name()).ifPresent(this::tell));
  }

  void closed(Caller caller) {
    thread.execute(
        () -> {
          Instant now = clock.instant();
          online.seen(caller.user(), now);
          presence.closed(caller.user(), caller.name(), now);
          awaitExpiry();
        });
  }

  private void awaitExpiry() {
    if (awaitingExpiry) {
      return;
    }
    presence
        .nextExpiry()
        .ifPresent(
            at -> {
              awaitingExpiry = true;
              timer.after(untilOrNow(at), () -> thread.execute(this::expire));
            });
  }

  private Duration untilOrNow(Instant at) {
    Duration left = Duration.between(clock.instant(), at);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void expire() {
    awaitingExpiry = false;
    presence.expire(clock.instant()).forEach(this::tell);
    awaitExpiry();
  }

  private void tell(Transition transition) {
    online.changed(transition);
    if (audience == PresenceAudience.EVERYONE) {
      tellEveryone(transition);
    } else if (untold.remove(transition.user()) == null) {
      tellContacts(transition);
    } // else they did not hear of the way there and need not hear of the way back
  }

  private void tellEveryone(Transition transition) {
    if (crowding.rises(presence.online())) {
      crowds.everyoneHearsOf(presence.online());
    }
    Encoded event = encoded(transition);
    halls.every(hall -> hall.tellEveryone(event, transition.user()));
  }

  private void tellContacts(Transition transition) {
    try {
      Set<UserId> contacts = history.contactsOf(transition.user());
      if (!contacts.isEmpty()) {
        Encoded event = encoded(transition);
        halls.every(hall -> hall.tell(contacts, null, event, null));
      }
    } catch (RuntimeException fault) {
      faults.broke("presence", fault);
      if (untold.isEmpty()) {
        timer.after(RETRY, () -> thread.execute(this::tellAgain));
      }
      untold.put(transition.user(), transition);
    }
  }

  private void tellAgain() {
    List<Transition> again = List.copyOf(untold.values());
    untold.clear();
    again.forEach(this::tellContacts);
  }

  private Encoded encoded(Transition transition) {
    return encoder.encode(
        new PresenceChanged(transition.user(), transition.name(), transition.online()));
  }
}
