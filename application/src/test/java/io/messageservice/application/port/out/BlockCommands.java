package io.messageservice.application.port.out;

import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.domain.conversation.BlockRules;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.personal.BlockChange;
import io.messageservice.domain.user.UserId;

/** Commands of users who block others, as tests of stores have them decided. */
public final class BlockCommands {

  private BlockCommands() {}

  /** The user blocks the other. */
  public static Decider<String> block(UserId user, UserId other) {
    return records -> Decision.blockChanged("blocked", new BlockChange(user, other, true));
  }

  /** The user blocks the other no more. */
  public static Decider<String> unblock(UserId user, UserId other) {
    return records -> Decision.blockChanged("unblocked", new BlockChange(user, other, false));
  }

  /** Notes in the direct conversation whether one of the two blocks the other. */
  public static Decider<String> note(ConversationId direct) {
    return records ->
        Decision.changed(
            "noted",
            new BlockRules(records::blocks).noted(records.conversation(direct).orElseThrow()));
  }
}
