package io.messageservice.application.fanout;

import io.messageservice.application.event.Event.MessageStored;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.domain.conversation.Position;

/**
 * A message, or a change of one, as connections receive it.
 *
 * @param position of the conversation after it; in a replay the {@code seq} of the message and the
 *     {@code rev} of its state
 */
public record SequencedEvent(Position position, OutgoingEvent event) {

  /** Whether it is a message, not a change of one. */
  boolean isMessage() {
    return event.event() instanceof MessageStored;
  }
}
