package io.messageservice.application.presence;

import io.messageservice.application.port.in.GetPresence.Status;
import io.messageservice.domain.presence.Transition;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is online, as announced to others, and when those who are not were last seen. Any thread may
 * ask; only the {@link PresenceService}'s thread reports.
 */
public final class Online {

  /** The most users whose last-seen times are remembered; the one seen longest ago is forgotten. */
  static final int MAX_REMEMBERED = 100_000;

  private final int maxRemembered;
  private final Set<UserId> online = ConcurrentHashMap.newKeySet();

  /** When the last connection so far was closed, the longest ago first. Guarded by itself. */
  private final Map<UserId, Instant> lastSeen = new LinkedHashMap<>();

  /** Nobody is, and nobody was seen. */
  Online(int maxRemembered) {
    this.maxRemembered = maxRemembered;
  }

  /** A user comes online or goes offline. */
  void changed(Transition transition) {
    if (transition.online()) {
      online.add(transition.user());
    } else {
      online.remove(transition.user());
    }
  }

  /** A connection of the user was closed. Nobody receives this of a user who is online. */
  void seen(UserId user, Instant at) {
    synchronized (lastSeen) {
      lastSeen.remove(user);
      lastSeen.put(user, at);
      if (lastSeen.size() > maxRemembered) {
        lastSeen.remove(lastSeen.keySet().iterator().next());
      }
    }
  }

  /** How many users are online. */
  int size() {
    return online.size();
  }

  /** Whether they are, as announced. */
  public boolean isOnline(UserId user) {
    return online.contains(user);
  }

  /** Whether they are online and, where not, when they were last seen. */
  Status status(UserId user) {
    if (isOnline(user)) {
      return new Status(user, true, Optional.empty());
    }
    synchronized (lastSeen) {
      return new Status(user, false, Optional.ofNullable(lastSeen.get(user)));
    }
  }
}
