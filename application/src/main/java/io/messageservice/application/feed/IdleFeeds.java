package io.messageservice.application.feed;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/** Finds feeds that nobody needs any more. Only the lane's thread may call. */
final class IdleFeeds {

  private final long lingerNanos;
  private final LongSupplier nanoTime;
  private long removedAt;

  /**
   * @param linger how long a feed stays after its last use
   */
  IdleFeeds(Duration linger, LongSupplier nanoTime) {
    this.lingerNanos = linger.toNanos();
    this.nanoTime = nanoTime;
    this.removedAt = nanoTime.getAsLong();
  }

  /**
   * Removes idle feeds, at most twice in the time that they stay.
   *
   * @param coveredAt what was stored by then a look has found; a feed that was used later stays,
   *     since another look would find its messages again
   */
  Set<ConversationFeed> removeFrom(Collection<ConversationFeed> feeds, long coveredAt) {
    long now = nanoTime.getAsLong();
    if (now - removedAt < lingerNanos / 2) {
      return Set.of();
    }
    removedAt = now;
    long before = now - Math.max(lingerNanos, now - coveredAt + 1);
    Set<ConversationFeed> idle = new LinkedHashSet<>();
    feeds.stream().filter(feed -> feed.isIdleSince(before)).forEach(idle::add);
    if (!idle.isEmpty()) {
      idle.forEach(ConversationFeed::remove);
      feeds.removeAll(idle);
    }
    return idle;
  }
}
