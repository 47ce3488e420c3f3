package io.messageservice.domain.conversation;

import io.messageservice.domain.outcome.Refusal;
import java.util.Optional;

/** The answer to a request to begin a conversation, or to change its data or participants. */
public sealed interface MembershipChange {

  /**
   * Yes.
   *
   * @param conversation as it stands from now on; the one that was found where nothing changes
   * @param ban that is recorded from now on, or is not any more
   */
  record Allowed(Conversation conversation, Optional<Ban> ban) implements MembershipChange {

    /** Without a ban. */
    public Allowed(Conversation conversation) {
      this(conversation, Optional.empty());
    }
  }

  /** No. */
  record Denied(Refusal refusal) implements MembershipChange {}
}
