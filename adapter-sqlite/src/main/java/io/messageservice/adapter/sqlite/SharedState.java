package io.messageservice.adapter.sqlite;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.messageservice.application.store.KnownParticipants;
import io.messageservice.application.store.KnownSenders;
import io.messageservice.application.store.SenderRuns;
import java.util.function.ToIntFunction;

/** What the ledger and the history of one store have in common. Any thread may call. */
record SharedState(
    KnownParticipants<Long, Long> participants, KnownSenders<Long> senders, RowIds ids) {

  /** An empty cache that drops what is used least, for values that weigh so much together. */
  static <K, V> Cache<K, V> bounded(long maxWeight, ToIntFunction<V> weight) {
    return Caffeine.newBuilder()
        .maximumWeight(maxWeight)
        .<K, V>weigher((key, value) -> weight.applyAsInt(value))
        .executor(Runnable::run)
        .build();
  }

  /** Who takes part in conversations, by their numbers, as of their access versions. */
  static KnownParticipants<Long, Long> cachedParticipants(int max) {
    return new KnownParticipants<>(
        SharedState.<Long, KnownParticipants.Versioned<Long>>bounded(
                max, KnownParticipants.weight())
            .asMap());
  }

  /** Who sent the newest messages of conversations, by their numbers, which never come again. */
  static KnownSenders<Long> cachedSenders() {
    return new KnownSenders<>(
        SharedState.<Long, SenderRuns>bounded(KnownSenders.MAX_WEIGHT, KnownSenders.WEIGHT).asMap(),
        SharedState.<Long, Long>bounded(KnownSenders.MAX_SOLE, one -> 1).asMap());
  }
}
