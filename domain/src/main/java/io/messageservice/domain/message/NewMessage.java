package io.messageservice.domain.message;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Position;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A draft with its place in the conversation, for a ledger to write.
 *
 * @param position how far the conversation has come with it
 * @param createdAt in milliseconds, never before the message before it
 */
public record NewMessage(Draft draft, Position position, Instant createdAt) {

  /** Its position among the messages: 1, 2, 3 ... per conversation. */
  public long seq() {
    return position.seq();
  }

  /**
   * The draft with its place in the conversation: the next {@code seq}, and a time that is never
   * before that of the message before it.
   */
  public static NewMessage in(Conversation conversation, Draft draft, Instant now) {
    if (!draft.voice().conversation().equals(conversation.id())) {
      throw new IllegalArgumentException("a draft belongs to the conversation of its voice");
    }
    Instant at = now.truncatedTo(ChronoUnit.MILLIS);
    Instant last = conversation.lastAt();
    return new NewMessage(
        draft, conversation.position().afterMessage(), at.isBefore(last) ? last : at);
  }

  /** The message that it becomes under the id. */
  public Message under(MessageId id) {
    return new Message(
        id,
        draft.voice().conversation(),
        seq(),
        draft.voice().speaker(),
        draft.content(),
        draft.attributes(),
        createdAt,
        draft.key(),
        Revision.first(position.rev()),
        List.of());
  }
}
