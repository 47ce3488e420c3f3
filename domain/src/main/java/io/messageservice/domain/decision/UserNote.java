package io.messageservice.domain.decision;

import io.messageservice.domain.presence.Transition;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;

/** What is noted of a user in the log of changes, and nowhere else. */
public sealed interface UserNote {

  UserId user();

  /** The product's back end is asked to remind them of what they have not read. */
  record Reminded(UserId user) implements UserNote {}

  /**
   * They came online or went offline.
   *
   * @param lastSeen when their last connection was closed; empty where it is not known, or they
   *     came
   */
  record Moved(Transition transition, Optional<Instant> lastSeen) implements UserNote {
    @Override
    public UserId user() {
      return transition.user();
    }
  }
}
