package io.messageservice.application.delivery;

import io.messageservice.domain.user.UserId;
import java.time.Instant;

/** The opening of one connection; equal only to itself. */
public final class Opening {

  private final UserId user;
  private final Instant at;
  private final long comparisons;

  Opening(UserId user, Instant at, long comparisons) {
    this.user = user;
    this.at = at;
    this.comparisons = comparisons;
  }

  /** Whose it is. */
  public UserId user() {
    return user;
  }

  Instant at() {
    return at;
  }

  /** How many comparisons there had been. */
  long comparisons() {
    return comparisons;
  }
}
