package io.messageservice.domain.personal;

import java.time.Instant;
import java.util.Optional;

/**
 * What a user wants to be otherwise.
 *
 * @param mutedUntil as in {@link Preferences}; empty where it stays
 * @param hidden whether the conversation is to be hidden until the next message; empty where it
 *     stays
 */
public record PreferencesChange(Optional<Instant> mutedUntil, Optional<Boolean> hidden) {

  /** Whether nothing is to be otherwise. */
  public boolean isEmpty() {
    return mutedUntil.isEmpty() && hidden.isEmpty();
  }
}
