package io.messageservice.domain.message;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A message that is stored.
 *
 * @param seq its position in the conversation; the order of messages
 * @param createdAt in milliseconds; never decreases within a conversation
 * @param key the name that its sender gave it
 */
public record Message(
    MessageId id,
    ConversationId conversation,
    long seq,
    UserId sender,
    MessageContent content,
    Instant createdAt,
    Optional<ClientMessageId> key) {

  public Message {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(conversation, "conversation");
    Objects.requireNonNull(sender, "sender");
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(key, "key");
  }
}
