package io.messageservice.adapter.redis.presence;

import io.messageservice.adapter.redis.RedisConnection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Which nodes live, by the names of their processes. Any thread that may block may ask: where a
 * name is new the board is looked at.
 *
 * <p>A node has a lease before anybody can learn its name. So whoever is not on a board that was
 * looked at after its name was heard has had a lease that ended. That is remembered, since names
 * are never used again. Where the board does not answer, and for a lease after it was lost, a name
 * that is new may live.
 */
final class NodeLiveness implements Predicate<String> {

  /** The most names that are remembered as gone; past it all are looked up again. */
  private static final int MAX_REMEMBERED = 10_000;

  private final long leaseNanos;
  private final LongSupplier nanoTime;
  private final Supplier<Future<Boolean>> look;
  private final Set<String> gone = ConcurrentHashMap.newKeySet();

  /** The last of them; each follows the one before it. */
  private volatile Table table = new Table("", Set.of(), false, 0);

  /** Whether the last look was not answered, and nothing was heard since. */
  private volatile boolean silent;

  /**
   * @param look has {@link #are} called with a table that is not older than the call, then says
   *     whether it could
   */
  NodeLiveness(PresenceConfig config, LongSupplier nanoTime, Supplier<Future<Boolean>> look) {
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

  @Override
  public boolean test(String node) {
    if (table.names().contains(node)) {
      return true;
    }
    if (gone.contains(node)) {
      return false;
    }
    if (silent || !looked() || table.names().contains(node) || isFresh(table)) {
      return true;
    }
    remember(node);
    return false;
  }

  /** Whether nodes may still have to register with the board, since another one was lost. */
  private boolean isFresh(Table now) {
    return now.isLater() && nanoTime.getAsLong() - now.since() <= leaseNanos;
  }

  private void remember(String node) {
    if (gone.size() >= MAX_REMEMBERED) {
      gone.clear();
    }
    gone.add(node);
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
