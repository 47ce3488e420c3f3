package io.messageservice.application.port.in;

import io.messageservice.domain.conversation.ConversationId;

/** Reads how one conversation stands for one of its participants. */
public interface GetConversation {

  /** The most memory that reading and encoding the answer takes. */
  int READ_BYTES = 2 << 20;

  /**
   * Gets it, as the caller sees it. Users who take no part are refused with {@code forbidden}, the
   * same for a conversation that does not exist; services with {@code not_found} for one that does
   * not exist.
   */
  void get(Caller caller, ConversationId conversation, Reply<ConversationView> reply);
}
