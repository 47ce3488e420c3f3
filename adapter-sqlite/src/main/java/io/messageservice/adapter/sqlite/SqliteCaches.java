package io.messageservice.adapter.sqlite;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.messageservice.application.store.KnownParticipants;
import io.messageservice.application.store.KnownSenders;
import io.messageservice.application.store.SenderRuns;
import java.util.function.ToIntFunction;

/** What the store keeps in memory: caches that drop what is used least. */
final class SqliteCaches {

  private SqliteCaches() {}

  /** Empty, for values that weigh so much together. */
  static <K, V> Cache<K, V> bounded(long maxWeight, ToIntFunction<V> weight) {
    return Caffeine.newBuilder()
        .maximumWeight(maxWeight)
        .<K, V>weigher((key, value) -> weight.applyAsInt(value))
        .executor(Runnable::run)
        .build();
  }

  /** Who takes part in conversations, by their numbers, as of their access versions. */
  static KnownParticipants<Long, Long> participants(int max) {
    return new KnownParticipants<>(
        SqliteCaches.<Long, KnownParticipants.Versioned<Long>>bounded(
                max, KnownParticipants.weight())
            .asMap());
  }

  /** Who sent the newest messages of conversations, by their numbers, which never come again. */
  static KnownSenders<Long> senders() {
    return new KnownSenders<>(
        SqliteCaches.<Long, SenderRuns>bounded(KnownSenders.MAX_WEIGHT, KnownSenders.WEIGHT)
            .asMap(),
        SqliteCaches.<Long, Long>bounded(KnownSenders.MAX_SOLE, one -> 1).asMap());
  }
}
