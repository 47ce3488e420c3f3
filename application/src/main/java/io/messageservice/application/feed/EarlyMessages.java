package io.messageservice.application.feed;

import io.messageservice.domain.outcome.Refusal;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait for what is missing before them. Those of this node are all kept, with their
 * answers; those that others report are bounded, since they can be read again. A part of {@link
 * ConversationFeed}.
 */
final class EarlyMessages {

  /** The most messages of other nodes that wait. */
  static final int MAX_EARLY = 256;

  /** The most memory that they take, but for the last. */
  static final int MAX_EARLY_BYTES = 256 << 10;

  /** Null where none waits, as is usual. */
  private @Nullable NavigableMap<Long, FeedMessage> bySeq;

  boolean isEmpty() {
    return bySeq == null;
  }

  /** The first position; the given one where none waits. */
  long firstOr(long none) {
    return bySeq == null ? none : bySeq.firstKey();
  }

  /** The newest position of a message that was sent here; the given one where none waits. */
  long lastOwnOr(long none) {
    if (bySeq != null) {
      for (Map.Entry<Long, FeedMessage> next : bySeq.descendingMap().entrySet()) {
        if (next.getValue().own().isPresent()) {
          return next.getKey();
        }
      }
    }
    return none;
  }

  Optional<FeedMessage> at(long seq) {
    return bySeq == null ? Optional.empty() : Optional.ofNullable(bySeq.get(seq));
  }

  /** What this node stored is kept before what others report of it: its sender is answered. */
  void keep(FeedMessage message) {
    NavigableMap<Long, FeedMessage> kept = bySeq == null ? new TreeMap<>() : bySeq;
    if (message.own().isPresent()) {
      kept.put(message.seq(), message);
    } else if (kept.size() < MAX_EARLY && bytesOf(kept) < MAX_EARLY_BYTES) {
      kept.putIfAbsent(message.seq(), message);
    }
    store(kept);
  }

  private static long bytesOf(NavigableMap<Long, FeedMessage> kept) {
    return kept.values().stream().mapToLong(message -> message.event().sizeBytes()).sum();
  }

  /** Everything up to that position is delivered. */
  void removeUpTo(long seq) {
    if (bySeq != null) {
      bySeq.headMap(seq, true).clear();
      store(bySeq);
    }
  }

  /** What others reported beyond that position is not stored. */
  void removeReportedBeyond(long seq) {
    if (bySeq != null) {
      bySeq.tailMap(seq, false).values().removeIf(message -> message.own().isEmpty());
      store(bySeq);
    }
  }

  void clear() {
    bySeq = null;
  }

  /**
   * Own messages become like those of others: their senders are refused.
   *
   * @param refused gets each position with what refuses the sender
   */
  void giveUpAnswers(BiConsumer<Long, Consumer<Refusal>> refused) {
    if (bySeq != null) {
      for (Map.Entry<Long, FeedMessage> next : bySeq.entrySet()) {
        next.getValue().own().ifPresent(own -> refused.accept(next.getKey(), own.failed()));
        next.setValue(next.getValue().answered());
      }
      while (bySeq.size() > MAX_EARLY) {
        bySeq.pollLastEntry();
      }
    }
  }

  private void store(NavigableMap<Long, FeedMessage> kept) {
    bySeq = kept.isEmpty() ? null : kept;
  }
}
