package io.messageservice.application.fanout;

import io.messageservice.application.event.Event.MessageStored;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.user.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A message, or a change of one, as connections receive it.
 *
 * @param position of the conversation after it; in a replay the {@code seq} of the message and the
 *     {@code rev} of its state
 * @param event as those get it who have no other one
 * @param personal of a change of a group, the events with the role of the receiver; otherwise null
 */
public record SequencedEvent(
    Position position, OutgoingEvent event, @Nullable PersonalEvents personal) {

  /** The same for all receivers. */
  public SequencedEvent(Position position, OutgoingEvent event) {
    this(position, event, null);
  }

  /** As that user gets it. */
  OutgoingEvent of(UserId user) {
    OutgoingEvent own = personal == null ? null : personal.of(user);
    return own == null ? event : own;
  }

  /** Whether it is a message, not a change of one. */
  boolean isMessage() {
    return event.event() instanceof MessageStored;
  }
}
