package io.messageservice.application.port.in.personal;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.domain.conversation.ConversationId;

/** Marks everything in a conversation, or everything up to a position, as read. */
public interface MarkConversationAsRead {

  /** Marks; a mark that stands further on stays where it is. */
  void markAll(Caller caller, Request request, Reply<Marked> reply);

  /**
   * What was read.
   *
   * @param upToSeq the last position that was, from 0; what is beyond the newest message counts as
   *     that one
   */
  record Request(ConversationId conversation, long upToSeq) {}

  /**
   * It is read.
   *
   * @param updated how many messages of others thereby became read
   */
  record Marked(ConversationId conversation, int updated) {}
}
