package io.messageservice.application.port.in.personal;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.domain.personal.BlockChange;
import io.messageservice.domain.user.UserId;

/**
 * Blocks a user, or does so no more. In direct conversations of the two nobody writes, and neither
 * sees the other's typing, receipts and presence. A blocked user neither begins a direct
 * conversation with the other nor adds them to a group.
 */
public interface BlockUser {

  /**
   * Blocks or unblocks the user. It holds everywhere once it is answered, except that answers to
   * joins may still show the other as online for two seconds. The same again is no change, and
   * completes what an earlier one that was not answered may have left out.
   */
  void block(Caller caller, UserId other, boolean holds, Reply<BlockChange> reply);
}
