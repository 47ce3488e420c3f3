package io.messageservice.domain.message;

import java.util.Objects;
import java.util.Optional;

/**
 * What a message is beside its content; never edited.
 *
 * @param type empty for a text
 * @param replyTo empty where it replies to none
 */
public record MessageAttributes(
    Optional<MessageType> type, Optional<ReplyTo> replyTo, Mentions mentions) {

  /** A text that replies to nothing and mentions nobody. */
  public static final MessageAttributes NONE =
      new MessageAttributes(Optional.empty(), Optional.empty(), Mentions.NONE);

  public MessageAttributes {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(replyTo, "replyTo");
    Objects.requireNonNull(mentions, "mentions");
  }

  /** Whether it is a plain text. */
  public boolean isEmpty() {
    return type.isEmpty() && replyTo.isEmpty() && mentions.isEmpty();
  }

  /** Whether it is a message of the system, which nobody has unread. */
  public boolean isSystem() {
    return type.filter(MessageType::isSystem).isPresent();
  }

  /** What is left of it where the message is deleted. */
  MessageAttributes ofDeleted() {
    return type.isEmpty() ? NONE : new MessageAttributes(type, Optional.empty(), Mentions.NONE);
  }
}
