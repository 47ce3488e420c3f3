package io.messageservice.domain.conversation;

/** Who may begin or enter a conversation that they are not a participant of. */
public enum AccessPolicy {
  /** Any user may begin an open conversation under an unused id, and enter every open one. */
  OPEN,
  /** Joining and sending need membership; only a direct conversation may be begun. */
  MEMBERS
}
