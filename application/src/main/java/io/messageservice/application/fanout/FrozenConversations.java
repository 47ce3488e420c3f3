package io.messageservice.application.fanout;

import io.messageservice.application.event.ConversationChanged;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Details;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.conversation.Roles;
import io.messageservice.domain.user.UserId;
import java.util.HashMap;
import java.util.Map;

/**
 * Which groups are frozen, and which direct conversations blocked, of those with a connection in
 * their room, or on its way there, on one event loop. Only its thread may call.
 */
final class FrozenConversations {

  private final Map<ConversationId, State> states = new HashMap<>(0);

  /**
   * What is known of a conversation.
   *
   * @param version grows: of a group the change by which it was so, of others the access version
   */
  private record State(boolean frozen, Roles roles, long version) {

    static State of(Conversation conversation) {
      Details details = conversation.details();
      long version =
          conversation.kind() == Kind.GROUP ? conversation.rev() : conversation.accessVersion();
      return new State(details.data().frozen(), details.roles(), version);
    }
  }

  /**
   * The conversation is, or was, in that state: an earlier one than the known one changes nothing.
   */
  void learn(Conversation conversation) {
    if (conversation.details().data().frozen() || states.containsKey(conversation.id())) {
      learn(conversation.id(), State.of(conversation));
    }
  }

  /**
   * The access to the conversation changed. What a direct one is by that is kept where it is not
   * blocked, too: an earlier state may still be on its way.
   */
  void learnChanged(Conversation conversation) {
    if (conversation.kind() == Kind.DIRECT) {
      learn(conversation.id(), State.of(conversation));
    }
  }

  /**
   * The group changed. What it is by that is kept where it is not frozen, too: an earlier state may
   * still be on its way.
   *
   * @param group with its roles since
   */
  void learn(ConversationChanged change, Conversation group) {
    learn(
        group.id(),
        new State(change.data().frozen(), group.details().roles(), change.position().rev()));
  }

  private void learn(ConversationId conversation, State state) {
    states.merge(
        conversation, state, (known, now) -> now.version() < known.version() ? known : now);
  }

  /** Nobody here is in the room or on the way there any more. */
  void forget(ConversationId conversation) {
    if (!states.isEmpty()) {
      states.remove(conversation);
    }
  }

  /** Whether the user, who is in the room, is kept from writing there. */
  boolean isFrozenFor(ConversationId conversation, UserId user) {
    State known = states.get(conversation);
    return known != null && known.frozen() && known.roles().of(user) == Role.MEMBER;
  }
}
