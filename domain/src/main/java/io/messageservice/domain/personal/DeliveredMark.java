package io.messageservice.domain.personal;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;

/**
 * How far messages of a conversation have reached a user: {@code deliveredUpTo} and all before it,
 * as their clients report it. What was read has reached them too, without this mark.
 *
 * @param deliveredUpTo a {@code seq}, 0 where nothing was reported
 */
public record DeliveredMark(ConversationId conversation, UserId user, long deliveredUpTo)
    implements PersonalState {

  /** This mark after the message at {@code seq} has reached the user; never moves back. */
  public DeliveredMark delivered(long seq) {
    return new DeliveredMark(conversation, user, Math.max(deliveredUpTo, seq));
  }
}
