package io.messageservice.application.feed;

import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.outcome.Refusal;
import java.util.ArrayDeque;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is due once a feed has reached a position: joins, and answers that stand behind those of own
 * messages. In the order of positions, and of arrival at each.
 */
final class PendingAnswers {

  /** Null where nothing waits, as is usual. */
  private @Nullable NavigableMap<Position, Queue<Pending>> byPosition;

  /** Own messages that are only to be answered, in their order. */
  private final Queue<FeedMessage> passed = new ArrayDeque<>(0);

  private record Pending(Consumer<Position> due, Consumer<Refusal> failed) {}

  boolean isEmpty() {
    return byPosition == null;
  }

  /** The first position that something waits for; null where nothing waits. */
  @Nullable Position first() {
    return byPosition == null ? null : byPosition.firstKey();
  }

  /** The last position that something waits for; null where nothing waits. */
  @Nullable Position last() {
    return byPosition == null ? null : byPosition.lastKey();
  }

  /**
   * Has it wait for a position.
   *
   * @param due is given the position that is reached by then
   */
  void add(Position position, Consumer<Position> due, Consumer<Refusal> failed) {
    if (byPosition == null) {
      byPosition = new TreeMap<>();
    }
    byPosition.computeIfAbsent(position, at -> new ArrayDeque<>(2)).add(new Pending(due, failed));
  }

  /** An own message is not delivered as such, since a later state of the same was: answers it. */
  void pass(FeedMessage own) {
    own.own().ifPresent(answer -> passed.add(own));
  }

  /** Does what is due at a position, in the order of positions. */
  void doDue(Position position) {
    while (!passed.isEmpty()) {
      FeedMessage next = passed.remove();
      doDue(position, at -> at.compareTo(next.position()) < 0);
      next.own().ifPresent(own -> own.delivered().accept(next.event()));
    }
    doDue(position, position::covers);
  }

  private void doDue(Position position, Predicate<Position> isDue) {
    while (byPosition != null && isDue.test(byPosition.firstKey())) {
      Queue<Pending> due = byPosition.pollFirstEntry().getValue();
      byPosition = byPosition.isEmpty() ? null : byPosition;
      due.forEach(next -> next.due().accept(position));
    }
  }

  /**
   * Gives up on all of it.
   *
   * @param refused gets each position with what refuses what waits for it
   */
  void giveUp(BiConsumer<Position, Consumer<Refusal>> refused) {
    if (byPosition != null) {
      byPosition.forEach((at, some) -> some.forEach(next -> refused.accept(at, next.failed())));
      byPosition = null;
    }
  }
}
