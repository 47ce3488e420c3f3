package io.messageservice.application.port.in;

import io.messageservice.domain.conversation.ConversationId;

/** Leaves the room of a conversation. */
public interface LeaveConversation {

  /** Leaves, also where the caller was not in; the answer is the conversation. */
  void leave(Connection caller, ConversationId conversation, Reply<ConversationId> reply);
}
