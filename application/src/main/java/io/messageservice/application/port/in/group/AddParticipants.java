package io.messageservice.application.port.in.group;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.util.Set;

/**
 * Adds users to a group. Their connections receive its messages from then on, on every node and
 * without a join.
 */
public interface AddParticipants {

  /** The most users of one request. */
  int MAX_USERS = 100;

  /**
   * Adds all or none; nothing changes for those who take part already. May be refused with:
   *
   * <ul>
   *   <li>{@code forbidden}: the caller does not take part, or is only a member, or one of the
   *       users is banned, or it is an open conversation, which users enter themselves; services
   *       may add to all
   *   <li>{@code not_found}: a service names a conversation that does not exist
   *   <li>{@code conflict}: the conversation is direct
   *   <li>{@code too_large}: it would have more participants than one may have
   * </ul>
   *
   * @param users at most {@link #MAX_USERS}
   */
  void add(
      Caller caller,
      ConversationId conversation,
      Set<UserId> users,
      Reply<ChangedConversation> reply);
}
