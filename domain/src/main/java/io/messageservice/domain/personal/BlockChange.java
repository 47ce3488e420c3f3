package io.messageservice.domain.personal;

import io.messageservice.domain.user.UserId;

/**
 * A user blocks or unblocks another.
 *
 * @param blocked who is, or was, blocked
 * @param holds whether they are from now on
 */
public record BlockChange(UserId user, UserId blocked, boolean holds) {

  /** The most users that one user blocks. */
  public static final int MAX_PER_USER = 10_000;
}
