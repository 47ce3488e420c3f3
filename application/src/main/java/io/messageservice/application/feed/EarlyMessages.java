package io.messageservice.application.feed;

import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.outcome.Refusal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages, and changes of them, that wait for what is missing before them. Those of this node are
 * all kept, with their answers; those that others report are bounded, since they can be read again.
 * A part of {@link ConversationFeed}.
 */
final class EarlyMessages {

  /** The most messages of other nodes that wait. */
  static final int MAX_EARLY = 256;

  /** The most memory that they take, but for the last. */
  static final int MAX_EARLY_BYTES = 256 << 10;

  /** Null where none waits, as is usual. */
  private @Nullable NavigableMap<Long, FeedMessage> byRev;

  boolean isEmpty() {
    return byRev == null;
  }

  /** The first one. */
  Optional<FeedMessage> first() {
    return byRev == null ? Optional.empty() : Optional.of(byRev.firstEntry().getValue());
  }

  /** The position of the newest one that was stored by this node; null where there is none. */
  @Nullable Position lastOwn() {
    if (byRev != null) {
      for (FeedMessage next : byRev.descendingMap().values()) {
        if (next.own().isPresent()) {
          return next.position();
        }
      }
    }
    return null;
  }

  Optional<FeedMessage> at(long rev) {
    return byRev == null ? Optional.empty() : Optional.ofNullable(byRev.get(rev));
  }

  /** The message, not a change of it, at that position. */
  Optional<FeedMessage> message(long seq) {
    return byRev == null
        ? Optional.empty()
        : byRev.values().stream()
            .filter(each -> each.isMessage() && each.position().seq() == seq)
            .findFirst();
  }

  /** What this node stored is kept before what others report of it: its sender is answered. */
  void keep(FeedMessage message) {
    NavigableMap<Long, FeedMessage> kept = byRev == null ? new TreeMap<>() : byRev;
    long rev = message.position().rev();
    if (message.own().isPresent()) {
      kept.put(rev, message);
    } else if (kept.size() < MAX_EARLY && bytesOf(kept) < MAX_EARLY_BYTES) {
      kept.putIfAbsent(rev, message);
    }
    store(kept);
  }

  private static long bytesOf(NavigableMap<Long, FeedMessage> kept) {
    return kept.values().stream().mapToLong(message -> message.event().sizeBytes()).sum();
  }

  /** It is delivered. */
  void remove(FeedMessage message) {
    if (byRev != null) {
      byRev.remove(message.position().rev());
      store(byRev);
    }
  }

  /**
   * Everything up to that position is delivered, or something later in its place.
   *
   * @return what waited and is not needed any more
   */
  List<FeedMessage> removeUpTo(Position position) {
    if (byRev == null) {
      return List.of();
    }
    List<FeedMessage> removed = new ArrayList<>();
    Iterator<FeedMessage> all = byRev.headMap(position.rev(), true).values().iterator();
    while (all.hasNext()) {
      FeedMessage next = all.next();
      boolean isPast = next.isMessage() ? next.isUpTo(position) : position.covers(next.position());
      if (isPast) {
        removed.add(next);
        all.remove();
      }
    }
    store(byRev);
    return removed;
  }

  /** What others reported beyond that position is not stored. */
  void removeReportedBeyond(Position position) {
    if (byRev != null) {
      byRev.values().removeIf(message -> message.own().isEmpty() && !message.isUpTo(position));
      store(byRev);
    }
  }

  void clear() {
    byRev = null;
  }

  /**
   * Own messages become like those of others: their senders are refused.
   *
   * @param refused gets each position with what refuses the sender
   */
  void giveUpAnswers(BiConsumer<Position, Consumer<Refusal>> refused) {
    if (byRev != null) {
      for (Map.Entry<Long, FeedMessage> next : byRev.entrySet()) {
        FeedMessage message = next.getValue();
        message.own().ifPresent(own -> refused.accept(message.position(), own.failed()));
        next.setValue(message.answered());
      }
      while (byRev.size() > MAX_EARLY) {
        byRev.pollLastEntry();
      }
    }
  }

  private void store(NavigableMap<Long, FeedMessage> kept) {
    byRev = kept.isEmpty() ? null : kept;
  }
}
