package io.messageservice.domain.message;

import io.messageservice.domain.user.UserId;
import java.util.Objects;

/**
 * Somebody reacts to a message, or takes that back, for a ledger to write.
 *
 * @param after the message with the {@code rev} of the change
 * @param added whether it is added
 */
public record ReactionChange(Message after, Reaction reaction, UserId user, boolean added)
    implements StoredChange {

  public ReactionChange {
    Objects.requireNonNull(after, "after");
    Objects.requireNonNull(reaction, "reaction");
    Objects.requireNonNull(user, "user");
  }
}
