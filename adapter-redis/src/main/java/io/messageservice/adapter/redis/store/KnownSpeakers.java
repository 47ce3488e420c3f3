package io.messageservice.adapter.redis.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.messageservice.domain.conversation.ConversationId;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Speakers} of conversations that were asked for. What was said does not change, so an
 * entry is never wrong as long as the epoch lasts; it may end before the head. A conversation that
 * was forgotten had none.
 *
 * <p>Bounded by the stretches held, about 100 bytes each; the least used go first. Any thread may
 * call.
 */
final class KnownSpeakers {

  /** Several have written, which is never undone. */
  static final long SEVERAL = Long.MAX_VALUE;

  private static final int MAX_STRETCHES = 100_000;

  private final Cache<ConversationId, Speakers> known =
      Caffeine.newBuilder()
          .maximumWeight(MAX_STRETCHES)
          .<ConversationId, Speakers>weigher((id, speakers) -> speakers.stretches().size() + 1)
          .executor(Runnable::run)
          .build();

  private static final int MAX_SOLE = 200_000;

  /** Up to which position nobody but the sender of the first message has written. */
  private final Cache<ConversationId, Long> sole =
      Caffeine.newBuilder().maximumSize(MAX_SOLE).executor(Runnable::run).build();

  @Nullable Speakers find(ConversationId id) {
    return known.getIfPresent(id);
  }

  /** Keeps them unless newer ones are known. */
  void put(ConversationId id, Speakers speakers) {
    known.asMap().merge(id, speakers, (old, now) -> old.to() > now.to() ? old : now);
  }

  /**
   * The position up to which only the sender of the first message is known to have written: 0 where
   * nothing is known, {@link #SEVERAL} where somebody else has written.
   */
  long soleUpTo(ConversationId id) {
    Long found = sole.getIfPresent(id);
    return found == null ? 0 : found;
  }

  /** Notes it unless more is known. */
  void putSole(ConversationId id, long upTo) {
    sole.asMap().merge(id, upTo, Math::max);
  }
}
