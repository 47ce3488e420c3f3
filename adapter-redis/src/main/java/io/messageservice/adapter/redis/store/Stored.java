package io.messageservice.adapter.redis.store;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Participants;

/** A conversation as Redis has it. */
record Stored(Core core, Conversation conversation) {

  static Stored of(ConversationId id, Core core, Participants participants) {
    return new Stored(core, core.with(id, participants));
  }
}
