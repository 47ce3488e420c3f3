package io.messageservice.application.feed;

import io.messageservice.domain.outcome.Refusal;
import java.util.ArrayDeque;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * What is due once a feed has reached a position: joins, and answers that stand behind those of own
 * messages. In the order of positions, and of arrival at each.
 */
final class PendingAnswers {

  private final NavigableMap<Long, Queue<Pending>> byPosition = new TreeMap<>();

  private record Pending(LongConsumer due, Consumer<Refusal> failed) {}

  boolean isEmpty() {
    return byPosition.isEmpty();
  }

  /** The first position that something waits for. */
  long first() {
    return byPosition.firstKey();
  }

  /** The last position that something waits for. */
  long last() {
    return byPosition.lastKey();
  }

  /**
   * Has it wait for a position.
   *
   * @param due is given the position that is reached by then
   */
  void add(long position, LongConsumer due, Consumer<Refusal> failed) {
    byPosition.computeIfAbsent(position, at -> new ArrayDeque<>(2)).add(new Pending(due, failed));
  }

  /** Does what is due at a position. */
  void doDue(long position) {
    while (!byPosition.isEmpty() && byPosition.firstKey() <= position) {
      byPosition.pollFirstEntry().getValue().forEach(next -> next.due().accept(position));
    }
  }

  /**
   * Gives up on all of it.
   *
   * @param refused gets each position with what refuses whoever waits for it
   */
  void giveUp(BiConsumer<Long, Consumer<Refusal>> refused) {
    byPosition.forEach((at, some) -> some.forEach(next -> refused.accept(at, next.failed())));
    byPosition.clear();
  }
}
