package io.messageservice.domain.message;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Which state of a message this is. A message has one state after another, never two at once; a
 * deleted one has no further.
 *
 * @param rev the change of the conversation that led to it: for a message that never changed the
 *     one by which it was sent. Of two states of a message the one with the higher number is later
 * @param editedAt when it was edited last, in milliseconds; empty where it never was, and where it
 *     is deleted
 * @param deletion empty where it is not deleted
 */
public record Revision(long rev, Optional<Instant> editedAt, Optional<Deletion> deletion) {

  public Revision {
    Objects.requireNonNull(editedAt, "editedAt");
    Objects.requireNonNull(deletion, "deletion");
  }

  /** Of a message as it was sent. */
  public static Revision first(long rev) {
    return new Revision(rev, Optional.empty(), Optional.empty());
  }

  /** Whether the message says something else than when it was sent. */
  public boolean isChanged() {
    return editedAt.isPresent() || deletion.isPresent();
  }
}
