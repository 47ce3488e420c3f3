package io.messageservice.domain.conversation;

import io.messageservice.domain.user.UserId;

/** Two different users, whichever is named first. */
public record Pair(UserId one, UserId other) {

  /**
   * Puts them in the order of their ids.
   *
   * @throws IllegalArgumentException where they are the same
   */
  public Pair {
    int order = one.value().compareTo(other.value());
    if (order == 0) {
      throw new IllegalArgumentException("two different users");
    }
    if (order > 0) {
      UserId first = other;
      other = one;
      one = first;
    }
  }

  /** The one of the two that this one is not. */
  public UserId otherThan(UserId user) {
    return user.equals(one) ? other : one;
  }
}
