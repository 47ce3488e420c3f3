package io.messageservice.application.port.in;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;

/** Enters the room of a conversation. */
public interface JoinConversation {

  /** Joins; what is said after the answer's {@code seq} is heard from then on. */
  void join(Connection caller, ConversationId conversation, Reply<Joined> reply);

  /**
   * The caller is in.
   *
   * @param seq the position of the newest message, 0 where nothing was said
   * @param firstSeq the oldest position that can be fetched
   * @param epoch in which the positions count
   */
  record Joined(ConversationId conversation, Kind kind, long seq, long firstSeq, String epoch) {}
}
