package io.messageservice.domain.conversation;

/** What a participant may do in a group, the least first. Elsewhere everybody is a member. */
public enum Role {
  /** Takes part. */
  MEMBER,
  /**
   * Adds users, removes and bans members, deletes their messages, and writes where it is frozen.
   */
  MODERATOR,
  /** May do everything, also with other owners. */
  OWNER;

  /** Whether this may act on a participant of that role: a lower one, or any as an owner. */
  public boolean mayActOn(Role other) {
    return this == OWNER || compareTo(other) > 0;
  }
}
