package io.messageservice.domain.conversation;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What somebody wants to change of how a user stands in a conversation.
 *
 * @param role empty where it stays
 * @param bannedUntil {@link Ban#LIFTED} where they are to be banned no more; empty where that stays
 */
public record StandingChange(Optional<Role> role, Optional<Instant> bannedUntil) {

  public StandingChange {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(bannedUntil, "bannedUntil");
  }

  /** Whether it names nothing that could change. */
  public boolean isEmpty() {
    return role.isEmpty() && bannedUntil.isEmpty();
  }

  /** The end of the ban that is asked for; empty where none is. */
  Optional<Instant> ban() {
    return bannedUntil.filter(until -> !until.equals(Ban.LIFTED));
  }

  boolean liftsBan() {
    return bannedUntil.filter(Ban.LIFTED::equals).isPresent();
  }
}
