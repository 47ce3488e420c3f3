package io.messageservice.adapter.redis.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.adapter.redis.store.Conversations.StoredConversation;
import io.messageservice.adapter.redis.store.format.ConversationRecord;
import io.messageservice.adapter.redis.store.format.HashIds;
import io.messageservice.application.store.ContentDigest;
import io.messageservice.application.store.ConversationMemory;
import io.messageservice.application.store.EncryptedText;
import io.messageservice.application.store.KnownSenders;
import io.messageservice.application.store.SenderRuns;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Details;
import io.messageservice.domain.conversation.Participants;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * The epoch that the store has, as far as this node has made sure of it, with what may be
 * remembered of it. Any thread may use it.
 *
 * @param name as clients receive it
 * @param era its number
 * @param runs what is noted of the process that has each partition
 * @param connections how many had been made when it was made sure of
 * @param known who takes part, and the details, as of the versions that cores begin with
 * @param senders who sent the newest messages
 */
record Epoch(
    String name,
    int era,
    HashIds ids,
    List<String> runs,
    long connections,
    Cache<ConversationId, Known> known,
    KnownSenders<ConversationId> senders) {

  /** The most participants that are kept of all conversations, about. */
  private static final int MAX_PARTICIPANTS = 500_000;

  Epoch {
    runs = List.copyOf(runs);
  }

  /** Encrypts points since which clients ask for changes. */
  EncryptedText points() {
    return new EncryptedText(ids.key(), "listing point");
  }

  /** Recognizes what messages were at first. */
  ContentDigest digests() {
    return new ContentDigest(ids::key);
  }

  String run(KeyPartition partition) {
    return runs.get(partition.number());
  }

  /** The version of which something is remembered; empty where none is. */
  String knownVersion(ConversationId id) {
    Known found = known.getIfPresent(id);
    return found == null ? "" : found.version;
  }

  /** What is remembered of the version that the core begins with. */
  Optional<Known> known(ConversationId id, ConversationRecord core) {
    return Optional.ofNullable(known.getIfPresent(id))
        .filter(found -> found.version.equals(core.version()));
  }

  /** Remembers what is stored, in place of any other version. */
  void remember(StoredConversation stored) {
    Conversation now = stored.conversation();
    known.put(now.id(), new Known(stored.core().version(), now.participants(), now.details()));
  }

  /**
   * What does not change as long as the core of a conversation begins with the same version, so
   * that it is never out of date.
   */
  record Known(String version, Participants participants, Details details) {}

  /** The same past, made sure of again: what was remembered of it is still so. */
  Epoch again(Epoch later) {
    return name.equals(later.name)
        ? new Epoch(name, era, ids, later.runs, later.connections, known, senders)
        : later;
  }

  /** A past of which nothing is remembered yet. */
  static Epoch of(String name, int era, HashIds ids, List<String> runs, long connections) {
    return new Epoch(
        name,
        era,
        ids,
        runs,
        connections,
        bounded(
            MAX_PARTICIPANTS, kept -> ConversationMemory.of(kept.participants(), kept.details())),
        new KnownSenders<>(
            Epoch.<ConversationId, SenderRuns>bounded(KnownSenders.MAX_WEIGHT, KnownSenders.WEIGHT)
                .asMap(),
            Epoch.<ConversationId, Long>bounded(KnownSenders.MAX_SOLE, one -> 1).asMap()));
  }

  /** An empty cache that drops what is used least, for values that weigh so much together. */
  static <K, V> Cache<K, V> bounded(long maxWeight, ToIntFunction<V> weight) {
    return Caffeine.newBuilder()
        .maximumWeight(maxWeight)
        .<K, V>weigher((key, value) -> weight.applyAsInt(value))
        .executor(Runnable::run)
        .build();
  }
}
