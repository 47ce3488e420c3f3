package io.messageservice.application.port.out;

import io.messageservice.domain.conversation.ClientConversationId;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Pair;
import io.messageservice.domain.user.UserId;
import java.util.Optional;

/**
 * Makes the ids of conversations that are created. Nobody without the store's secret can guess one
 * or make one, and all nodes that share a store make the same of the same. Any thread may call;
 * never blocks.
 */
public interface ConversationIds {

  /** An id that was never given. */
  ConversationId next();

  /** The id of the one direct conversation of the two that is created. */
  ConversationId direct(Pair two);

  /**
   * The id of the group that was, or is to be, created under that name.
   *
   * @param creator empty where a service creates it for nobody
   */
  ConversationId named(Optional<UserId> creator, ClientConversationId name);

  /** Whether this, or that of another node, has made the id. */
  boolean isMade(ConversationId id);
}
