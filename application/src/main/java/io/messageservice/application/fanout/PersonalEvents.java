package io.messageservice.application.fanout;

import io.messageservice.application.event.ConversationChanged;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ParticipantsDelta;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.user.UserId;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change of a group with the role of its receiver, for users to whom their role is news: one
 * event for each role, encoded once for all event loops. Does not change; any thread may call.
 */
final class PersonalEvents {

  private final ConversationChanged changed;
  private final Conversation group;
  private final Map<Role, OutgoingEvent> byRole = new EnumMap<>(Role.class);

  /**
   * Of that change.
   *
   * @param group with the roles after it
   */
  PersonalEvents(ConversationChanged changed, Conversation group, LocalConnections connections) {
    this.changed = changed;
    this.group = group;
    for (Role role : roles()) {
      byRole.put(role, connections.outgoing(changed.withOwn(role)));
    }
  }

  /** The roles of the users to whom theirs is news. */
  private Set<Role> roles() {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    if (changed.unnamed()) {
      roles.add(Role.MEMBER);
      roles.addAll(group.details().roles().elevated().values());
    } else {
      ParticipantsDelta delta = changed.participants();
      addRoles(delta.joined(), roles);
      addRoles(delta.roles().keySet(), roles);
    }
    return roles;
  }

  private void addRoles(Collection<UserId> users, Set<Role> roles) {
    users.forEach(user -> roles.add(group.roleOf(user)));
  }

  /** As that user gets it; null where their role is no news to them. */
  @Nullable OutgoingEvent of(UserId user) {
    return changed.isPersonalFor(user) ? byRole.get(group.roleOf(user)) : null;
  }

  /** With the user's role in any case, not encoded: it may become part of a change of several. */
  ConversationChanged change(UserId user) {
    return changed.withOwn(group.roleOf(user));
  }
}
