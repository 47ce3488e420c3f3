package io.messageservice.domain.presence;

import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is online. One thread may call.
 *
 * <p>A user is online from the opening of their first connection until a grace time after the
 * closing of their last, so that a reload of a page is no news.
 */
public final class Presence {

  private final Duration grace;
  private final Map<UserId, Integer> connections = new HashMap<>();

  /** Whose last connection is closed, first come first; all of them count as online. */
  private final Map<UserId, Leaving> leaving = new LinkedHashMap<>();

  /** With nobody online. */
  public Presence(Duration grace) {
    this.grace = grace;
  }

  /**
   * A connection of the user is there.
   *
   * @return the transition, where they were offline
   */
  public Optional<Transition> opened(UserId user, DisplayName name) {
    boolean wasLeaving = leaving.remove(user) != null;
    boolean first = connections.merge(user, 1, Integer::sum) == 1;
    return first && !wasLeaving ? Optional.of(new Transition(user, name, true)) : Optional.empty();
  }

  /** A connection of the user is closed; where it was the last one, their grace begins. */
  public void closed(UserId user, DisplayName name, Instant now) {
    Integer left = connections.computeIfPresent(user, (id, n) -> n == 1 ? null : n - 1);
    if (left == null) {
      leaving.put(user, new Leaving(name, now.plus(grace)));
    }
  }

  /** The users whose grace is over, each now offline. */
  public List<Transition> expire(Instant now) {
    List<Transition> offline = new ArrayList<>();
    Iterator<Map.Entry<UserId, Leaving>> oldestFirst = leaving.entrySet().iterator();
    while (oldestFirst.hasNext()) {
      Map.Entry<UserId, Leaving> next = oldestFirst.next();
      if (next.getValue().until().isAfter(now)) {
        break;
      }
      oldestFirst.remove();
      offline.add(new Transition(next.getKey(), next.getValue().name(), false));
    }
    return offline;
  }

  /** When the next grace is over; empty where nobody is leaving. */
  public Optional<Instant> nextExpiry() {
    return leaving.values().stream().findFirst().map(Leaving::until);
  }

  /** Whether the user is online, in their grace too. */
  public boolean isOnline(UserId user) {
    return connections.containsKey(user) || leaving.containsKey(user);
  }

  /** How many users are online, those in their grace too. */
  public int online() {
    return connections.size() + leaving.size();
  }

  private record Leaving(DisplayName name, Instant until) {}
}
