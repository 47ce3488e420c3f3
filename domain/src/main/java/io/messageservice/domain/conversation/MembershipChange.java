package io.messageservice.domain.conversation;

import io.messageservice.domain.outcome.Refusal;

/** The answer to a request to begin a conversation or change its participants. */
public sealed interface MembershipChange {

  /**
   * Yes.
   *
   * @param conversation as it stands from now on; the one that was found where nothing changes
   */
  record Allowed(Conversation conversation) implements MembershipChange {}

  /** No. */
  record Denied(Refusal refusal) implements MembershipChange {}
}
