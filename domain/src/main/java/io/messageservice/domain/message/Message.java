package io.messageservice.domain.message;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * A message that is stored, in one of its states.
 *
 * @param seq its position in the conversation; the order of messages
 * @param content empty where it was deleted
 * @param createdAt in milliseconds; never decreases within a conversation
 * @param key the name that its sender gave it
 * @param revision which of its states this is
 */
public record Message(
    MessageId id,
    ConversationId conversation,
    long seq,
    UserId sender,
    MessageContent content,
    Instant createdAt,
    Optional<ClientMessageId> key,
    Revision revision) {

  public Message {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(conversation, "conversation");
    Objects.requireNonNull(sender, "sender");
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(revision, "revision");
  }

  /** As it was sent, where nothing but messages had been stored in its conversation. */
  public Message(
      MessageId id,
      ConversationId conversation,
      long seq,
      UserId sender,
      MessageContent content,
      Instant createdAt,
      Optional<ClientMessageId> key) {
    this(id, conversation, seq, sender, content, createdAt, key, Revision.first(seq));
  }

  /** The change of the conversation that led to this state. */
  public long rev() {
    return revision.rev();
  }

  /** Whether it was deleted. */
  public boolean isDeleted() {
    return revision.deletion().isPresent();
  }

  /** This message with that content, as the change of that number leaves it. */
  Message edited(MessageContent changed, long rev, Instant now) {
    Instant at = now.truncatedTo(ChronoUnit.MILLIS);
    return become(changed, new Revision(rev, Optional.of(at), Optional.empty()));
  }

  /** What is left of this message after the change of that number. */
  Message deleted(long rev, Deletion deletion) {
    return become(MessageContent.NONE, new Revision(rev, Optional.empty(), Optional.of(deletion)));
  }

  private Message become(MessageContent changed, Revision next) {
    return new Message(id, conversation, seq, sender, changed, createdAt, key, next);
  }
}
