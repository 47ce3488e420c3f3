package io.messageservice.application.port.in;

import io.messageservice.domain.conversation.ConversationId;

/** Marks everything in a conversation as read. */
public interface MarkConversationAsRead {

  /** Marks. */
  void markAll(Caller caller, ConversationId conversation, Reply<Marked> reply);

  /**
   * It is read.
   *
   * @param updated how many messages of others thereby became read
   */
  record Marked(ConversationId conversation, int updated) {}
}
