package io.messageservice.domain.conversation;

import io.messageservice.domain.user.UserId;

/** Leave to speak in a conversation. Only a {@link Conversation} hands these out. */
public final class SendPermission {

  private final ConversationId conversation;
  private final UserId speaker;

  SendPermission(ConversationId conversation, UserId speaker) {
    this.conversation = conversation;
    this.speaker = speaker;
  }

  /** Where the speaker may speak. */
  public ConversationId conversation() {
    return conversation;
  }

  /** Who may. */
  public UserId speaker() {
    return speaker;
  }
}
