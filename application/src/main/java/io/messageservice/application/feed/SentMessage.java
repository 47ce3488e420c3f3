package io.messageservice.application.feed;

import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.outcome.Refusal;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A message that this node stored.
 *
 * @param conversation as it stands after the message
 * @param before as it stood before it; empty where it is new
 * @param sender gets the answer instead of the message; null where no connection sent it
 * @param delivered answers; runs in the message's place in the order
 * @param failed answers where the message is stored and cannot be delivered for now
 */
public record SentMessage(
    Conversation conversation,
    Optional<Conversation> before,
    long seq,
    OutgoingEvent event,
    @Nullable Connection sender,
    Runnable delivered,
    Consumer<Refusal> failed) {}
