package io.messageservice.adapter.sqlite;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.messageservice.domain.conversation.Participants;
import org.jspecify.annotations.Nullable;

/**
 * The participants of conversations, kept by access version: the version says exactly who takes
 * part, so an entry of the right version is never stale. Only what is committed may be put here.
 *
 * <p>Bounded by the participants held; the least used go first. Any thread may call.
 */
final class Memberships {

  private final Cache<Long, Membership> known;

  Memberships(int maxParticipants) {
    this.known =
        Caffeine.newBuilder()
            .maximumWeight(maxParticipants)
            .<Long, Membership>weigher((number, membership) -> membership.participants.size() + 1)
            .executor(Runnable::run)
            .build();
  }

  @Nullable Participants find(long number, long accessVersion) {
    Membership found = known.getIfPresent(number);
    return found != null && found.accessVersion == accessVersion ? found.participants : null;
  }

  /** Keeps the participants of that version unless those of a newer one are known. */
  void put(long number, long accessVersion, Participants participants) {
    Membership offered = new Membership(accessVersion, participants);
    known
        .asMap()
        .merge(number, offered, (old, now) -> old.accessVersion > now.accessVersion ? old : now);
  }

  private record Membership(long accessVersion, Participants participants) {}
}
