package io.messageservice.adapter.redis.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.messageservice.application.store.KnownParticipants;
import io.messageservice.application.store.KnownSenders;
import io.messageservice.application.store.SenderRuns;
import io.messageservice.domain.conversation.ConversationId;
import java.util.function.ToIntFunction;

/** What the store keeps in memory: caches that drop what is used least. */
final class RedisCaches {

  /** The most participants that are kept of all conversations. */
  private static final int MAX_PARTICIPANTS = 500_000;

  private RedisCaches() {}

  /** Empty, for values that weigh so much together. */
  static <K, V> Cache<K, V> bounded(long maxWeight, ToIntFunction<V> weight) {
    return Caffeine.newBuilder()
        .maximumWeight(maxWeight)
        .<K, V>weigher((key, value) -> weight.applyAsInt(value))
        .executor(Runnable::run)
        .build();
  }

  /** Who takes part in conversations, as of the versions that their cores begin with. */
  static KnownParticipants<ConversationId, String> participants() {
    return new KnownParticipants<>(
        RedisCaches.<ConversationId, KnownParticipants.Versioned<String>>bounded(
                MAX_PARTICIPANTS, KnownParticipants.weight())
            .asMap());
  }

  /** Who sent the newest messages of conversations, which holds as long as the epoch lasts. */
  static KnownSenders<ConversationId> senders() {
    return new KnownSenders<>(
        RedisCaches.<ConversationId, SenderRuns>bounded(
                KnownSenders.MAX_WEIGHT, KnownSenders.WEIGHT)
            .asMap(),
        RedisCaches.<ConversationId, Long>bounded(KnownSenders.MAX_SOLE, one -> 1).asMap());
  }
}
