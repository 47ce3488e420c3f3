package io.messageservice.domain.message;

import io.messageservice.domain.conversation.SendPermission;
import java.util.Objects;
import java.util.Optional;

/**
 * A message that may be sent, but was not yet.
 *
 * @param voice who sends it and where
 * @param key under which name it may be sent again
 */
public record Draft(
    SendPermission voice,
    MessageContent content,
    MessageAttributes attributes,
    Optional<ClientMessageId> key) {

  /**
   * @throws IllegalArgumentException where there is neither text nor attachment
   */
  public Draft {
    Objects.requireNonNull(voice, "voice");
    Objects.requireNonNull(attributes, "attributes");
    Objects.requireNonNull(key, "key");
    if (content.isEmpty()) {
      throw new IllegalArgumentException("a message has a text or an attachment");
    }
  }

  /** A plain text. */
  public Draft(SendPermission voice, MessageContent content, Optional<ClientMessageId> key) {
    this(voice, content, MessageAttributes.NONE, key);
  }
}
