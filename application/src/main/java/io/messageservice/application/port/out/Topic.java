package io.messageservice.application.port.out;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;

/** What a node may watch: others publish to it what happens there. */
public sealed interface Topic {

  /** A conversation whose room, or one of whose participants, has a connection on the node. */
  record OfConversation(ConversationId conversation) implements Topic {}

  /** A user who has a connection on the node: it learns where they begin to take part. */
  record OfUser(UserId user) implements Topic {}
}
