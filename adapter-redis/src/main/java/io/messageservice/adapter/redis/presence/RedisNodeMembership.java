package io.messageservice.adapter.redis.presence;

import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.application.port.out.NodeMembership;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Which nodes have a lease on the board of presence. Where a name is new the board is read.
 *
 * <p>A node that is not on a board that was read after its name was learned has had a lease that
 * ended. That is remembered, since names are never used again. Where the board does not answer, and
 * for a lease after it was lost, a name that is new may live.
 */
final class RedisNodeMembership implements NodeMembership {

  /** The most names that are remembered as dead; beyond it all are looked up again. */
  private static final int MAX_REMEMBERED = 10_000;

  private final String node;
  private final long leaseNanos;
  private final LongSupplier nanoTime;
  private final Supplier<Future<Boolean>> look;
  private final Set<String> dead = ConcurrentHashMap.newKeySet();

  /** Open until there was a lease. */
  private final CountDownLatch noLease = new CountDownLatch(1);

  /** The last of them; each follows the one before it. */
  private volatile Table table = new Table("", Set.of(), false, 0);

  /** Whether the last look was not answered, and nothing was received since. */
  private volatile boolean silent;

  /**
   * @param look has {@link #are} called with a table that is not older than the call, then returns
   *     whether it could
   */
  RedisNodeMembership(
      PresenceConfig config, LongSupplier nanoTime, Supplier<Future<Boolean>> look) {
    this.node = config.node();
    this.leaseNanos = config.lease().toNanos();
    this.nanoTime = nanoTime;
    this.look = look;
  }

  /**
   * Who has a lease.
   *
   * @param isLater whether there was another board before, at {@code since} the last time
   */
  private record Table(String board, Set<String> names, boolean isLater, long since) {}

  /** These have a lease now. Only the thread of the board may call. */
  void are(String board, Set<String> nodes) {
    Table before = table;
    if (before.board().equals(board)) {
      table = new Table(board, Set.copyOf(nodes), before.isLater(), before.since());
      before.names().stream().filter(name -> !nodes.contains(name)).forEach(this::remember);
    } else {
      boolean isLater = !before.board().isEmpty();
      table = new Table(board, Set.copyOf(nodes), isLater, nanoTime.getAsLong());
    }
    silent = false;
  }

  /** This node has its first lease, or another one. Any thread may call. */
  void leaseTaken() {
    noLease.countDown();
  }

  @Override
  public String node() {
    return node;
  }

  @Override
  public boolean awaitLease(Duration patience) {
    try {
      return noLease.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public boolean lives(String name) {
    if (table.names().contains(name)) {
      return true;
    }
    if (dead.contains(name)) {
      return false;
    }
    if (silent || !looked() || table.names().contains(name) || isFresh(table)) {
      return true;
    }
    remember(name);
    return false;
  }

  @Override
  public Set<String> nodes() {
    return table.names();
  }

  /** Whether nodes may still have to register with the board, since another one was lost. */
  private boolean isFresh(Table now) {
    return now.isLater() && nanoTime.getAsLong() - now.since() <= leaseNanos;
  }

  private void remember(String name) {
    if (dead.size() >= MAX_REMEMBERED) {
      dead.clear();
    }
    dead.add(name);
  }

  private boolean looked() {
    Future<Boolean> looking = look.get();
    try {
      if (looking.get(RedisConnection.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
    } catch (ExecutionException | TimeoutException unanswered) {
      looking.cancel(true);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    silent = true;
    return false;
  }
}
