package io.messageservice.adapter.redis.presence;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes may live, by the names of their processes. Any thread may ask.
 *
 * <p>One is taken for gone where it has no lease, and had none for a lease since it was first asked
 * for: a node that has just begun may be known elsewhere before it is known here. While nothing is
 * known, all may live.
 */
final class Living implements Predicate<String> {

  /** The most names without a lease that are remembered; past it all begin anew. */
  private static final int MAX_REMEMBERED = 10_000;

  private final Duration lease;
  private final LongSupplier nanoTime;

  /** Who has a lease; null before that was known. */
  private volatile @Nullable Set<String> names;

  /** Who was asked for and had no lease, since when. */
  private final Map<String, Long> missed = new ConcurrentHashMap<>();

  Living(Duration lease, LongSupplier nanoTime) {
    this.lease = lease;
    this.nanoTime = nanoTime;
  }

  /** These have a lease now. */
  void are(Set<String> nodes) {
    names = Set.copyOf(nodes);
    missed.keySet().removeAll(nodes);
  }

  @Override
  public boolean test(String node) {
    Set<String> known = names;
    if (known == null || known.contains(node)) {
      return true;
    }
    if (missed.size() >= MAX_REMEMBERED) {
      missed.clear();
    }
    long now = nanoTime.getAsLong();
    Long since = missed.putIfAbsent(node, now);
    return since == null || now - since <= lease.toNanos();
  }
}
