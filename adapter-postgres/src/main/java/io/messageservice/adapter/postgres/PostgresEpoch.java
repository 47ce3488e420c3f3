package io.messageservice.adapter.postgres;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.messageservice.application.store.ContentDigest;
import io.messageservice.application.store.ConversationMemory;
import io.messageservice.application.store.EncryptedText;
import io.messageservice.application.store.KnownSenders;
import io.messageservice.application.store.PositionIds;
import io.messageservice.application.store.SenderRuns;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.conversation.Roles;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * The epoch that the store has, with what may be remembered of it. Any thread may use it.
 *
 * @param name as clients receive it
 * @param era its number
 * @param key the secret of the store
 * @param known who takes part in conversations, and their data, by their numbers
 * @param senders who sent the newest messages of conversations, by their numbers
 */
public record PostgresEpoch(
    String name,
    int era,
    PositionIds ids,
    Secret key,
    Cache<Long, Known> known,
    KnownSenders<Long> senders) {

  /** The most participants that are kept of all conversations, about. */
  private static final int MAX_PARTICIPANTS = 500_000;

  /** One of which nothing is remembered yet. */
  static PostgresEpoch of(String name, int era, byte[] key) {
    return new PostgresEpoch(
        name,
        era,
        new PositionIds(key),
        new Secret(key),
        PostgresEpoch.<Long, Known>bounded(MAX_PARTICIPANTS, Known::weight),
        new KnownSenders<>(
            PostgresEpoch.<Long, SenderRuns>bounded(KnownSenders.MAX_WEIGHT, KnownSenders.WEIGHT)
                .asMap(),
            PostgresEpoch.<Long, Long>bounded(KnownSenders.MAX_SOLE, one -> 1).asMap()));
  }

  /** Encrypts points since which clients ask for changes. */
  public EncryptedText points() {
    return new EncryptedText(key.bytes, "listing point");
  }

  /** Recognizes what messages were at first. */
  public ContentDigest digests() {
    return new ContentDigest(key::bytes);
  }

  /** What is remembered of the conversation with that number, where it is of these versions. */
  public Optional<Known> known(long number, long accessVersion, long dataRev) {
    return Optional.ofNullable(known.getIfPresent(number))
        .filter(kept -> kept.accessVersion == accessVersion && kept.dataRev == dataRev);
  }

  private static <K, V> Cache<K, V> bounded(long maxWeight, ToIntFunction<V> weight) {
    return Caffeine.newBuilder()
        .maximumWeight(maxWeight)
        .<K, V>weigher((one, value) -> weight.applyAsInt(value))
        .executor(Runnable::run)
        .build();
  }

  /** A key. */
  public static final class Secret {

    private final byte[] bytes;

    Secret(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    /** It. */
    public byte[] bytes() {
      return bytes.clone();
    }
  }

  /**
   * What does not change as long as a conversation is of the same versions, so that it is never out
   * of date.
   */
  public record Known(
      long accessVersion,
      long dataRev,
      Participants participants,
      Roles roles,
      ConversationData data) {

    private int weight() {
      return ConversationMemory.of(participants, roles) + data.length() / 32;
    }
  }
}
