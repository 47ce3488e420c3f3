package io.messageservice.application.memory.cluster;

import io.messageservice.domain.presence.Transition;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is online, under which leases, and all transitions there ever were. Guarded by its {@link
 * InMemoryBoard}. Nothing but what is asked moves the time here.
 */
final class Stays {

  private final Duration length;
  private final Map<UserId, Stay> users = new LinkedHashMap<>();
  private final Map<Long, Lease> leases = new LinkedHashMap<>();
  private final List<BoardTransition> log = new ArrayList<>();
  private long begun;
  private Instant asked = Instant.MIN;

  Stays(Duration length) {
    this.length = length;
  }

  /**
   * Ends what is over by now. After a time in which nobody could ask, nobody's lease is over: it
   * was not the nodes that were away.
   */
  void at(Moment moment) {
    Instant now = moment.steady();
    if (asked.isBefore(now.minus(length.dividedBy(2)))) {
      leases.values().forEach(lease -> lease.until = now.plus(length));
    }
    asked = now;
    for (Map.Entry<Long, Lease> next : List.copyOf(leases.entrySet())) {
      if (!next.getValue().until.isAfter(now)) {
        Duration ago = Duration.between(next.getValue().until, now);
        end(next.getKey(), moment.wall().minus(ago));
      }
    }
    for (Map.Entry<UserId, Stay> next : List.copyOf(users.entrySet())) {
      Instant until = next.getValue().until;
      if (until != null && !until.isAfter(now)) {
        leave(next.getKey(), next.getValue());
      }
    }
  }

  /** The lease has ended, by the wall clock at that time. */
  private void end(long lease, Instant at) {
    leases.remove(lease);
    for (Map.Entry<UserId, Stay> next : List.copyOf(users.entrySet())) {
      Stay stay = next.getValue();
      if (stay.leases.remove(lease) && stay.leases.isEmpty()) {
        stay.left = at;
        leave(next.getKey(), stay);
      }
    }
  }

  private void leave(UserId user, Stay stay) {
    users.remove(user);
    cross(new Transition(user, stay.name, false), Optional.ofNullable(stay.left));
  }

  private void cross(Transition transition, Optional<Instant> lastSeen) {
    log.add(new BoardTransition(log.size() + 1L, transition, lastSeen));
  }

  /** A lease, under a number that was never used. */
  long begin(Instant now) {
    begun++;
    leases.put(begun, new Lease(now.plus(length)));
    return begun;
  }

  /** Renews the lease; false where it has ended. */
  boolean renew(long number, Instant now) {
    Lease lease = leases.get(number);
    if (lease != null) {
      lease.until = now.plus(length);
    }
    return lease != null;
  }

  /**
   * Whether a change may be carried out: the lease has not ended, and the change was not carried
   * out before.
   *
   * @param number of the change among those under the lease
   */
  boolean isNext(long lease, long number) {
    Lease held = leases.get(lease);
    if (held == null || held.changes >= number) {
      return false;
    }
    held.changes = number;
    return true;
  }

  void connected(long lease, UserId user, DisplayName name) {
    Stay stay = users.get(user);
    if (stay == null) {
      stay = new Stay(name);
      users.put(user, stay);
      cross(new Transition(user, name, true), Optional.empty());
    }
    stay.leases.add(lease);
    stay.left = null;
    stay.until = null;
  }

  void disconnected(long lease, UserId user, Moment left, Duration grace) {
    Stay stay = users.get(user);
    if (stay != null && stay.leases.remove(lease) && stay.leases.isEmpty()) {
      stay.left = left.wall();
      stay.until = left.steady().plus(grace);
    }
  }

  /** The transitions after that number. */
  List<BoardTransition> after(long number) {
    return List.copyOf(log.subList((int) Math.min(number, log.size()), log.size()));
  }

  /** The number of the last transition. */
  long head() {
    return log.size();
  }

  /** Everybody who is online, as if he had come online with the last transition. */
  List<BoardTransition> online() {
    List<BoardTransition> online = new ArrayList<>();
    users.forEach(
        (user, stay) ->
            online.add(
                new BoardTransition(
                    head(), new Transition(user, stay.name, true), Optional.empty())));
    return online;
  }

  /** The right of a node to have users online. */
  private static final class Lease {
    private Instant until;

    /** How many changes were carried out under it. */
    private long changes;

    Lease(Instant until) {
      this.until = until;
    }
  }
}
