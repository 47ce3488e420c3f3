package io.messageservice.application.port.in.event;

import io.messageservice.domain.conversation.ConversationId;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened, for the back end of the product.
 *
 * @param time when it was stored, in milliseconds
 * @param conversation empty where it is of a user
 * @param traceparent of the command that led to it (W3C Trace Context); empty where that was not
 *     traced
 */
public record BackEndEvent(
    EventId id,
    EventType type,
    Instant time,
    Optional<ConversationId> conversation,
    Optional<String> traceparent,
    EventData data) {

  /** What it is of: a consumer gets the events of the same in their order. */
  public String subject() {
    return conversation
        .map(ConversationId::value)
        .orElseGet(() -> ((EventData.OfUser) data).user().value());
  }
}
