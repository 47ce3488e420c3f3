package io.messageservice.application.port.in;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;

/**
 * Ends a user's part in a group or an open conversation. Their connections are taken out of the
 * room on every node and receive nothing more.
 */
public interface RemoveParticipant {

  /**
   * Removes; the answer is whether they took part. Users may always remove themselves, also from
   * where they take no part, which changes nothing. May be refused with:
   *
   * <ul>
   *   <li>{@code forbidden}: the caller names somebody else and does not take part, or did not
   *       create the group; services may
   *   <li>{@code not_found}: a service names a conversation that does not exist
   *   <li>{@code conflict}: the conversation is direct
   * </ul>
   */
  void remove(Caller caller, ConversationId conversation, UserId user, Reply<Boolean> reply);
}
