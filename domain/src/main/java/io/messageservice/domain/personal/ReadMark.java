package io.messageservice.domain.personal;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;

/**
 * How far a user has read in a conversation: the message {@code readUpTo} and all before it.
 *
 * @param readUpTo a {@code seq}, 0 where nothing was read
 */
public record ReadMark(ConversationId conversation, UserId user, long readUpTo)
    implements PersonalState {

  /** This mark after the reader has read the message at {@code seq}; never moves back. */
  public ReadMark read(long seq) {
    return new ReadMark(conversation, user, Math.max(readUpTo, seq));
  }

  /**
   * This mark after the reader has called the message at {@code seq} unread; never moves forward.
   */
  public ReadMark unread(long seq) {
    return new ReadMark(conversation, user, Math.min(readUpTo, seq - 1));
  }
}
