package io.messageservice.application.port.in.group;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.StandingChange;
import io.messageservice.domain.user.UserId;

/**
 * Gives a participant of a group another role, bans a user from a group or lifts a ban. Services do
 * this everywhere, and ban from open conversations. A banned user no longer takes part, and does
 * not take part again by the end of the ban.
 */
public interface SetParticipant {

  /**
   * Sets. May be refused with:
   *
   * <ul>
   *   <li>{@code invalid_payload}: a ban together with a role, a ban that has ended, or of the
   *       caller
   *   <li>{@code forbidden}: the caller does not take part, is only a member, names somebody whose
   *       role is not lower than theirs while they are no owner, or changes a role without being
   *       one
   *   <li>{@code not_found}: a role is given to somebody who does not take part, or a ban of such a
   *       user lifted that is none; or a service names a conversation that does not exist
   *   <li>{@code conflict}: the conversation is direct, a role is given in an open one, or the last
   *       owner of a group would be none while others take part
   *   <li>{@code too_large}: as many users are banned as may be
   * </ul>
   */
  void set(Caller caller, Request request, Reply<ChangedConversation> reply);

  /**
   * What is asked for.
   *
   * @param change not empty
   */
  record Request(ConversationId conversation, UserId user, StandingChange change) {}
}
