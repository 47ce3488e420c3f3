package io.messageservice.application.port.in.group;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;

/**
 * Ends a user's part in a group or an open conversation. Their connections are taken out of the
 * room on every node and receive nothing more.
 */
public interface RemoveParticipant {

  /**
   * Removes. Users may remove themselves, also from where they take no part, which changes nothing.
   * May be refused with:
   *
   * <ul>
   *   <li>{@code forbidden}: the caller names somebody else and does not take part, or somebody
   *       whose role is not lower than theirs; owners may remove all, and services
   *   <li>{@code not_found}: a service names a conversation that does not exist
   *   <li>{@code conflict}: the conversation is direct, or the user is the last owner of a group in
   *       which others take part; services may remove that one
   * </ul>
   */
  void remove(
      Caller caller, ConversationId conversation, UserId user, Reply<ChangedConversation> reply);
}
