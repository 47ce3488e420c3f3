package io.messageservice.domain.personal;

import io.messageservice.domain.conversation.Ban;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How a user wants a conversation to be for themselves.
 *
 * @param mutedUntil in milliseconds; {@link #FOR_EVER} where that does not end, {@link #NOT_MUTED}
 *     where it is not muted
 * @param hiddenAt the head of the conversation when it was hidden, so that the next message shows
 *     it again; {@link #SHOWN} where it was not hidden
 */
public record Preferences(Instant mutedUntil, long hiddenAt) {

  /** The end of a muting that does not end, in milliseconds. */
  public static final Instant FOR_EVER = Ban.FOR_EVER;

  /** Where nothing is muted. */
  public static final Instant NOT_MUTED = Instant.EPOCH;

  /** Where nothing is hidden. */
  public static final long SHOWN = -1;

  /**
   * Without what is shorter than a millisecond, for ever where the end is too far away, and not
   * muted where it is before 1970.
   */
  public Preferences {
    if (mutedUntil.isAfter(FOR_EVER)) {
      mutedUntil = FOR_EVER;
    } else if (mutedUntil.isBefore(NOT_MUTED)) {
      mutedUntil = NOT_MUTED;
    } else {
      mutedUntil = mutedUntil.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  /** Of somebody who asked for nothing. */
  public static final Preferences NONE = new Preferences(NOT_MUTED, SHOWN);

  /** Whether it is muted at that time. */
  public boolean isMutedAt(Instant now) {
    return mutedUntil.isAfter(now);
  }

  /** Whether it is hidden while that is its newest message. */
  public boolean isHiddenAt(long head) {
    return hiddenAt == head;
  }

  /** These preferences where that is the newest message: what it shows again is not hidden. */
  public Preferences at(long head) {
    return isHiddenAt(head) ? this : new Preferences(mutedUntil, SHOWN);
  }

  /**
   * These preferences after a change.
   *
   * @param head of the conversation
   */
  public Preferences changed(PreferencesChange change, long head) {
    Preferences now = at(head);
    return new Preferences(
        change.mutedUntil().orElse(mutedUntil),
        change.hidden().map(hide -> hide ? head : SHOWN).orElse(now.hiddenAt));
  }
}
