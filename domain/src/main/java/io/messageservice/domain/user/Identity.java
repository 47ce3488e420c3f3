package io.messageservice.domain.user;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A user whose identity is proved.
 *
 * @param user whom the token was issued for
 * @param name the name that others see
 * @param expiry when the proof ends; empty where it does not
 */
public record Identity(UserId user, DisplayName name, Optional<Instant> expiry) {

  public Identity {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(expiry, "expiry");
  }
}
