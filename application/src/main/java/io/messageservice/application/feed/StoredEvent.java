package io.messageservice.application.feed;

import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A message, or a change of one, that this node stored.
 *
 * @param conversation as it stands after it
 * @param before as it stood before it; empty where it is new
 * @param sender gets the answer instead of the event; null where no connection asked for it
 * @param delivered answers; runs in the event's place in the order, and is given what was delivered
 *     there: the event, or the message in a later state
 * @param failed answers where it is stored and cannot be delivered for now
 */
public record StoredEvent(
    Conversation conversation,
    Optional<Conversation> before,
    OutgoingEvent event,
    @Nullable Connection sender,
    Consumer<OutgoingEvent> delivered,
    Consumer<Refusal> failed) {

  /** Those of these users who took no part before. */
  List<UserId> joined(Set<UserId> participating) {
    return participating.stream()
        .filter(user -> before.filter(had -> had.has(user)).isEmpty())
        .toList();
  }

  Position positionBefore() {
    return before.map(Conversation::position).orElse(Position.START);
  }
}
