package io.messageservice.domain.message;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A message that is stored, in one of its states.
 *
 * @param seq its position in the conversation; the order of messages
 * @param content empty where it was deleted
 * @param attributes what it is beside its content
 * @param createdAt in milliseconds; never decreases within a conversation
 * @param key the name that its sender gave it
 * @param revision which of its states this is
 * @param reactions how users have reacted to it, each reaction once, in the order in which they
 *     were first given
 */
public record Message(
    MessageId id,
    ConversationId conversation,
    long seq,
    UserId sender,
    MessageContent content,
    MessageAttributes attributes,
    Instant createdAt,
    Optional<ClientMessageId> key,
    Revision revision,
    List<ReactionCount> reactions) {

  public Message {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(conversation, "conversation");
    Objects.requireNonNull(sender, "sender");
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(attributes, "attributes");
    Objects.requireNonNull(revision, "revision");
    reactions = List.copyOf(reactions);
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

  /** A text that replies to nothing and to which nobody has reacted. */
  public Message(
      MessageId id,
      ConversationId conversation,
      long seq,
      UserId sender,
      MessageContent content,
      Instant createdAt,
      Optional<ClientMessageId> key,
      Revision revision) {
    this(
        id,
        conversation,
        seq,
        sender,
        content,
        MessageAttributes.NONE,
        createdAt,
        key,
        revision,
        List.of());
  }

  /** This message with those reactions. */
  public Message with(List<ReactionCount> counted) {
    return become(content, attributes, revision, counted);
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
    Revision next = new Revision(rev, Optional.of(at), Optional.empty());
    return become(changed, attributes, next, reactions);
  }

  /** What is left of this message after the change of that number. */
  Message deleted(long rev, Deletion deletion) {
    Revision last = new Revision(rev, Optional.empty(), Optional.of(deletion));
    return become(MessageContent.NONE, attributes.ofDeleted(), last, List.of());
  }

  /** This message after a change of its reactions, of that number. */
  Message reacted(long rev) {
    Revision next = new Revision(rev, revision.editedAt(), revision.deletion());
    return become(content, attributes, next, reactions);
  }

  private Message become(
      MessageContent changed, MessageAttributes kept, Revision next, List<ReactionCount> counted) {
    return new Message(id, conversation, seq, sender, changed, kept, createdAt, key, next, counted);
  }
}
