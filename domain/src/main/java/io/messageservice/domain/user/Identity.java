package io.messageservice.domain.user;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A user who has proved who he is.
 *
 * @param user whom the token was issued for
 * @param name what others see of his name
 * @param expiry when the proof ends; empty where it does not
 */
public record Identity(UserId user, DisplayName name, Optional<Instant> expiry) {

  public Identity {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(expiry, "expiry");
  }
}
