package io.messageservice.application.store;

import io.messageservice.domain.conversation.Participants;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The participants of conversations, kept by version: it determines who takes part, so what is kept
 * is never stale. Only what is stored may be put here.
 *
 * <p>What is kept is bounded by the map. Any thread may call.
 *
 * @param <K> names a conversation
 * @param <V> names a version of who takes part in it
 */
public final class KnownParticipants<K, V> {

  /** What a conversation weighs beside its participants. */
  private static final int CONVERSATION_WEIGHT = 4;

  private final ConcurrentMap<K, Versioned<V>> known;

  /** With an empty map that drops what is used least. */
  public KnownParticipants(ConcurrentMap<K, Versioned<V>> known) {
    this.known = known;
  }

  /** What the participants of one conversation weigh. */
  public static <V> ToIntFunction<Versioned<V>> weight() {
    return kept -> kept.participants.size() + CONVERSATION_WEIGHT;
  }

  /** The version that is known. */
  public Optional<V> version(K conversation) {
    return Optional.ofNullable(known.get(conversation)).map(found -> found.version);
  }

  /** Those of that version, where they are known. */
  public @Nullable Participants find(K conversation, V version) {
    Versioned<V> found = known.get(conversation);
    return found != null && found.version.equals(version) ? found.participants : null;
  }

  /** Keeps those of that version in place of any other. */
  public void put(K conversation, V version, Participants participants) {
    known.put(conversation, new Versioned<>(version, participants));
  }

  /** Who took part as of a version. */
  public static final class Versioned<V> {

    private final V version;
    private final Participants participants;

    private Versioned(V version, Participants participants) {
      this.version = version;
      this.participants = participants;
    }
  }
}
