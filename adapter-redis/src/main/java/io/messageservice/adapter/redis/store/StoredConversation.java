package io.messageservice.adapter.redis.store;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Participants;

/** A conversation as Redis has it. */
record StoredConversation(Core core, Conversation conversation) {

  static StoredConversation of(ConversationId id, Core core, Participants participants) {
    return new StoredConversation(core, core.with(id, participants));
  }
}
