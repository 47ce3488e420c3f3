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

  private static final int MAX_STRETCHES = 100_000;

  private final Cache<ConversationId, Speakers> known =
      Caffeine.newBuilder()
          .maximumWeight(MAX_STRETCHES)
          .<ConversationId, Speakers>weigher((id, speakers) -> speakers.stretches().size() + 1)
          .executor(Runnable::run)
          .build();

  @Nullable Speakers find(ConversationId id) {
    return known.getIfPresent(id);
  }

  /** Keeps them unless newer ones are known. */
  void put(ConversationId id, Speakers speakers) {
    known.asMap().merge(id, speakers, (old, now) -> old.to() > now.to() ? old : now);
  }
}
