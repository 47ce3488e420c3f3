package io.messageservice.application.fanout;

import io.messageservice.application.event.Event.ConversationChanged;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.user.UserId;
import java.util.EnumMap;
import java.util.Map;

/** A change of a group as each receiver gets it: with their role where that is news to them. */
final class PersonalEvents {

  private final OutgoingEvent common;
  private final ConversationChanged changed;
  private final Conversation group;
  private final LocalConnections connections;
  private final Map<Role, OutgoingEvent> byRole = new EnumMap<>(Role.class);

  /**
   * Of that change.
   *
   * @param common as those get it to whom their role is no news
   * @param group with the roles after it
   */
  PersonalEvents(
      OutgoingEvent common,
      ConversationChanged changed,
      Conversation group,
      LocalConnections connections) {
    this.common = common;
    this.changed = changed;
    this.group = group;
    this.connections = connections;
  }

  /** As that user gets it. */
  OutgoingEvent of(UserId user) {
    return changed.isPersonalFor(user) ? personal(user) : common;
  }

  /** With their role in any case: it may become part of a change of several. */
  OutgoingEvent personal(UserId user) {
    return byRole.computeIfAbsent(
        group.roleOf(user), role -> connections.outgoing(changed.withOwn(role)));
  }
}
