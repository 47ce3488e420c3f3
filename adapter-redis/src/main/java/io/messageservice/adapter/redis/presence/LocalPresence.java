package io.messageservice.adapter.redis.presence;

import io.messageservice.adapter.redis.link.Link;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is on this node, registered on the board under a lease. Only the thread of the board may
 * call, except where a method states otherwise.
 *
 * <p>Changes are sent in order, one call at a time. A call that is not answered is made again with
 * its number until it is, so that it is done once. Where the lease has ended there is a new one,
 * under a name that was never used, with everybody who is here.
 */
final class LocalPresence {

  /** Changes that wait while Redis is away; past it only the last one of each user is kept. */
  private static final int MAX_WAITING = 20_000;

  private final PresenceConfig config;
  private final Link link;
  private final Board board;
  private final PresenceEvents events;

  private final Map<UserId, DisplayName> here = new LinkedHashMap<>();
  private ArrayDeque<UserChange> waiting = new ArrayDeque<>();

  /** How many may wait before they are looked through once more. */
  private int limit = MAX_WAITING;

  /** Runs each time that a lease was taken. */
  private final Runnable leaseTaken;

  private long leases;
  private @Nullable String lease;
  private long number;
  private long acknowledged;

  /** What is being sent, or is to be sent again; null where nothing is. */
  private @Nullable Change change;

  /** Whether a call is under way. */
  private boolean calling;

  /** What runs once everything is sent. */
  private @Nullable Runnable drained;

  private record Change(String lease, long number, List<UserChange> users) {}

  LocalPresence(
      PresenceConfig config, Link link, Board board, Runnable leaseTaken, PresenceEvents events) {
    this.config = config;
    this.link = link;
    this.board = board;
    this.leaseTaken = leaseTaken;
    this.events = events;
  }

  void connected(UserId user, DisplayName name) {
    here.put(user, name);
    add(new UserChange(user, name, UserChange.HERE, 0));
  }

  void disconnected(UserId user, DisplayName name, Duration grace) {
    here.remove(user);
    add(new UserChange(user, name, grace.isNegative() ? Duration.ZERO : grace, now()));
  }

  private void add(UserChange latest) {
    waiting.add(latest);
    if (waiting.size() > limit) {
      Map<UserId, UserChange> last = new LinkedHashMap<>();
      for (UserChange each : waiting) {
        last.remove(each.user());
        last.put(each.user(), each);
      }
      waiting = new ArrayDeque<>(last.values());
      limit = Math.max(MAX_WAITING, 2 * waiting.size());
    }
    send();
  }

  /** The lease that is held. */
  Optional<String> lease() {
    return Optional.ofNullable(lease);
  }

  /** The last change in the lease that was answered. */
  long acknowledged() {
    return acknowledged;
  }

  /** Does what is due: takes a lease, sends again. To be called often. */
  void look() {
    if (lease == null) {
      take();
    } else {
      send();
    }
  }

  /** That lease has ended, whatever was reported of it. */
  void lost(String ended) {
    if (!ended.equals(lease)) {
      return;
    }
    events.leaseLost(here.size());
    lease = null;
    change = null;
    waiting.clear();
    here.forEach((user, name) -> waiting.add(new UserChange(user, name, UserChange.HERE, 0)));
    take();
  }

  /**
   * Runs the task once all that was reported is done on the board; at once where no lease is held.
   */
  void drain(Runnable task) {
    drained = task;
    send();
  }

  private void take() {
    if (calling) {
      return;
    }
    calling = true;
    String fresh = config.node() + "." + ++leases;
    board
        .take(fresh)
        .whenComplete((head, fault) -> link.thread().execute(() -> taken(fresh, fault)));
  }

  private void taken(String fresh, @Nullable Throwable fault) {
    calling = false;
    if (fault != null) {
      events.failed(fault);
      return; // the next look takes another
    }
    lease = fresh;
    number = 0;
    acknowledged = 0;
    leaseTaken.run();
    events.leaseHeld();
    send();
  }

  private void send() {
    String held = lease;
    if (calling) {
      return;
    }
    if (held == null || (change == null && waiting.isEmpty())) {
      runDrained();
      return;
    }
    Change next = change == null ? next(held) : change;
    change = next;
    calling = true;
    List<Object> users = new ArrayList<>(4 * next.users().size());
    next.users().forEach(one -> users.addAll(one.arguments(now())));
    board
        .change(held, next.number(), users)
        .whenComplete((lives, fault) -> link.thread().execute(() -> sent(next, lives, fault)));
  }

  private Change next(String held) {
    List<UserChange> users = new ArrayList<>();
    while (users.size() < Board.MAX_AT_ONCE && !waiting.isEmpty()) {
      users.add(waiting.remove());
    }
    return new Change(held, ++number, users);
  }

  private void sent(Change what, @Nullable Boolean lives, @Nullable Throwable fault) {
    calling = false;
    if (!what.lease().equals(lease)) { // the lease was lost meanwhile
      look();
    } else if (lives == null) {
      if (fault != null) {
        events.failed(fault);
      }
      // the next look sends it again
    } else if (lives) {
      change = null;
      acknowledged = what.number();
      send();
    } else {
      lost(what.lease());
    }
  }

  private void runDrained() {
    Runnable task = drained;
    if (task != null) {
      drained = null;
      task.run();
    }
  }

  private long now() {
    return link.nanoTime().getAsLong();
  }

  /**
   * A user has connections on this node, or none any more. Immutable.
   *
   * @param grace how long they still count as online; negative where they have connections
   * @param at when, by a clock that never goes back
   */
  private record UserChange(UserId user, DisplayName name, Duration grace, long at) {

    private static final Duration HERE = Duration.ofMillis(-1);

    /** As a script takes it. */
    List<Object> arguments(long nanoTime) {
      if (grace.isNegative()) {
        return List.of(user.value(), name.value(), "here", 0);
      }
      long ago = Math.max(0, Duration.ofNanos(nanoTime - at).toMillis());
      return List.of(user.value(), name.value(), grace.toMillis(), ago);
    }
  }
}
