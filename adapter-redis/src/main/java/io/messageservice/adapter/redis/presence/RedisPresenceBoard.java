package io.messageservice.adapter.redis.presence;

import io.messageservice.adapter.redis.link.Link;
import io.messageservice.adapter.redis.presence.Board.Turn;
import io.messageservice.application.port.out.NodeMembership;
import io.messageservice.application.port.out.PresenceBoard;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The users who are online in a cluster that shares a Redis, and the nodes that live. A user is
 * online for as long as the lease of a node that registered them. All state belongs to the thread
 * of the {@link Link}; only {@link #close} and the {@link #membership} wait.
 */
public final class RedisPresenceBoard implements PresenceBoard, AutoCloseable {

  /** How long {@link #close} waits for Redis at the most. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final PresenceConfig config;
  private final Link link;
  private final PresenceEvents events;
  private final Board board;
  private final LocalPresence local;
  private final RedisNodeMembership membership;

  /** Null until somebody listens. Only the thread. */
  private @Nullable Follower follower;

  /** Whether a turn is under way. Only the thread. */
  private boolean turning;

  /**
   * Calls that wait for a turn that begins after them: whether it was answered. Only the thread.
   */
  private List<CompletableFuture<Boolean>> asked = new ArrayList<>();

  private volatile boolean closed;

  /** Nothing is known before somebody listens. */
  public RedisPresenceBoard(Link link, PresenceConfig config, PresenceEvents events) {
    this.config = config;
    this.link = link;
    this.events = events;
    this.board = new Board(link.connection(), config, link.nanoTime());
    this.membership = new RedisNodeMembership(config, link.nanoTime(), this::turnAnew);
    this.local = new LocalPresence(config, link, board, membership::leaseTaken, events);
  }

  /** What a turn began with. */
  private record Begun(
      Follower listening,
      Optional<String> lease,
      long number,
      List<CompletableFuture<Boolean>> asked) {

    void answered(boolean answered) {
      asked.forEach(each -> each.complete(answered));
    }
  }

  /** Which nodes live. This one gets its first lease once somebody listens here. */
  public NodeMembership membership() {
    return membership;
  }

  @Override
  public void listen(Listener listener) {
    link.thread().execute(() -> begin(listener));
  }

  private void begin(Listener listener) {
    Follower listening =
        new Follower(
            config, link, board, new DeliveredPresence(listener), this::lookAtLocal, events);
    follower = listening;
    link.subscriber().subscribe(board.channel(), listening);
    look();
  }

  @Override
  public void connected(UserId user, DisplayName name) {
    link.thread().execute(() -> local.connected(user, name));
  }

  @Override
  public void disconnected(UserId user, DisplayName name, Duration grace) {
    link.thread().execute(() -> local.disconnected(user, name, grace));
  }

  /**
   * Gives up the lease: users who disconnected with a grace keep it, connected ones go offline.
   * Waits a little for that; where Redis is away the lease ends by itself.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    CountDownLatch done = new CountDownLatch(1);
    link.thread().execute(() -> local.drain(() -> giveUp(done)));
    try {
      boolean unused = done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    closed = true;
  }

  private void giveUp(CountDownLatch done) {
    closed = true;
    Optional<String> lease = local.lease();
    if (lease.isEmpty()) {
      done.countDown();
      return;
    }
    board
        .giveUp(lease.get())
        .whenComplete(
            (more, fault) -> {
              if (more != null && more) {
                link.thread().execute(() -> giveUp(done));
              } else {
                done.countDown();
              }
            });
  }

  private void look() {
    if (closed) {
      return;
    }
    link.after(config.period(), this::look);
    lookAtLocal();
    turn();
  }

  /** Nobody is registered before it is known who is there, so that what they cause is announced. */
  private void lookAtLocal() {
    if (follower != null && follower.hasBegun() && !closed) {
      local.look();
    }
  }

  /** Another turn, whatever is under way. */
  private Future<Boolean> turnAnew() {
    CompletableFuture<Boolean> answered = new CompletableFuture<>();
    link.thread()
        .execute(
            () -> {
              asked.add(answered);
              turn();
            });
    return answered;
  }

  private void turn() {
    if (turning) {
      return;
    }
    List<CompletableFuture<Boolean>> waiting = asked;
    asked = new ArrayList<>();
    Follower listening = follower;
    if (closed || listening == null) {
      waiting.forEach(each -> each.complete(false));
      return;
    }
    turning = true;
    Begun begun = new Begun(listening, local.lease(), listening.number(), waiting);
    board
        .turn(begun.lease(), local.acknowledged())
        .whenComplete((turn, fault) -> link.thread().execute(() -> turned(begun, turn, fault)));
  }

  private void turned(Begun begun, @Nullable Turn turn, @Nullable Throwable fault) {
    turning = false;
    if (closed) {
      begun.answered(false);
      return;
    }
    if (turn != null) {
      take(begun, turn);
    } else if (fault != null) {
      events.failed(fault);
    }
    begun.answered(turn != null);
    if (!asked.isEmpty() || (turn != null && turn.more())) {
      turn();
    }
  }

  private void take(Begun begun, Turn turn) {
    membership.are(turn.head().board(), processes(turn.leases()));
    if (!turn.held()) {
      begun.lease().ifPresent(local::lost);
    }
    begun.listening().stands(turn, begun.number());
  }

  /** A process may hold one lease after another. */
  private static Set<String> processes(Set<String> leases) {
    return leases.stream()
        .map(lease -> lease.substring(0, Math.max(0, lease.lastIndexOf('.'))))
        .collect(Collectors.toSet());
  }
}
