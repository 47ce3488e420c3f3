package io.messageservice.application.port.in;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;

/**
 * Adds a user to a group. Their connections receive its messages from then on, on every node and
 * without a join.
 */
public interface AddParticipant {

  /**
   * Adds; the answer is whether they took no part before. May be refused with:
   *
   * <ul>
   *   <li>{@code forbidden}: the caller does not take part, did not create the group, or it is an
   *       open conversation, which users enter themselves; services may
   *   <li>{@code not_found}: a service names a conversation that does not exist
   *   <li>{@code conflict}: the conversation is direct
   *   <li>{@code too_large}: it has as many participants as one may have
   * </ul>
   */
  void add(Caller caller, ConversationId conversation, UserId user, Reply<Boolean> reply);
}
