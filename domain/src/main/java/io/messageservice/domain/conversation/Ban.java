package io.messageservice.domain.conversation;

import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * A user who may not take part.
 *
 * @param until when it ends, in milliseconds; {@link #FOR_EVER} where it does not end, {@link
 *     #LIFTED} where it is removed
 */
public record Ban(UserId user, Instant until) {

  /** The end of a ban that does not end, in milliseconds. */
  public static final Instant FOR_EVER = Instant.ofEpochMilli(Long.MAX_VALUE);

  /** The end of a ban that is lifted. */
  public static final Instant LIFTED = Instant.EPOCH;

  /** The most bans of one conversation. */
  public static final int MAX_PER_CONVERSATION = 10_000;

  /** Without what is shorter than a millisecond, and for ever where the end is too far away. */
  public Ban {
    Objects.requireNonNull(user, "user");
    until = until.isAfter(FOR_EVER) ? FOR_EVER : until.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Whether the user may not take part at that time. */
  public boolean holdsAt(Instant now) {
    return until.isAfter(now);
  }
}
