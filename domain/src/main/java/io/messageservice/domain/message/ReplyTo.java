package io.messageservice.domain.message;

import java.util.Objects;

/**
 * Which message a message replies to; that one may be deleted since.
 *
 * @param seq its position, in the same conversation
 */
public record ReplyTo(MessageId message, long seq) {

  public ReplyTo {
    Objects.requireNonNull(message, "message");
  }
}
