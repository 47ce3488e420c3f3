package io.messageservice.application.port.in.group;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.DataChange;

/** Changes the data of a group, and whether only moderators and owners write in it. */
public interface UpdateConversation {

  /**
   * Updates. May be refused with:
   *
   * <ul>
   *   <li>{@code forbidden}: the caller does not take part, or is not an owner; services may
   *   <li>{@code not_found}: a service names a conversation that does not exist
   *   <li>{@code conflict}: the conversation is not a group
   * </ul>
   */
  void update(
      Caller caller,
      ConversationId conversation,
      DataChange change,
      Reply<ChangedConversation> reply);
}
