package io.messageservice.application.port.in;

import io.messageservice.domain.conversation.ConversationId;

/** Shows a room that somebody in it is typing. Ephemeral: never stored, may be lost. */
public interface ShowTyping {

  /** Shows it; nothing happens where the caller is not in the room. */
  void show(Connection caller, ConversationId conversation, boolean typing);
}
