package io.messageservice.adapter.redis.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Participants;
import org.jspecify.annotations.Nullable;

/**
 * The participants of conversations, kept by version: it says exactly who takes part, so what is
 * kept is never stale. Only what is stored may be put here.
 *
 * <p>Bounded by the participants held; the least used go first. Any thread may call.
 */
final class Memberships {

  private static final int MAX_PARTICIPANTS = 500_000;

  /** What a conversation weighs beside its participants. */
  private static final int WEIGHT = 4;

  private final Cache<ConversationId, Membership> known =
      Caffeine.newBuilder()
          .maximumWeight(MAX_PARTICIPANTS)
          .<ConversationId, Membership>weigher((id, kept) -> kept.participants.size() + WEIGHT)
          .executor(Runnable::run)
          .build();

  /** The version that is known; empty where none is. */
  String version(ConversationId id) {
    Membership found = known.getIfPresent(id);
    return found == null ? "" : found.version;
  }

  @Nullable Participants find(ConversationId id, String version) {
    Membership found = known.getIfPresent(id);
    return found != null && found.version.equals(version) ? found.participants : null;
  }

  void put(ConversationId id, String version, Participants participants) {
    known.put(id, new Membership(version, participants));
  }

  private record Membership(String version, Participants participants) {}
}
