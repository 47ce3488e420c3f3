package io.messageservice.application.port.in.event;

import io.messageservice.domain.conversation.ConversationId;
import java.time.Instant;

/**
 * Something that happened, for the back end of the product.
 *
 * @param time when it was stored, in milliseconds
 */
public record BackEndEvent(
    EventId id, EventType type, Instant time, ConversationId conversation, EventData data) {}
