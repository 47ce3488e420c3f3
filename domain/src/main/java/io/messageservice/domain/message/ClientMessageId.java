package io.messageservice.domain.message;

import io.messageservice.domain.user.IdText;

/**
 * The name that a sender gives to a message so that they may send it again: unique per sender and
 * conversation, 1 to 64 characters, no control characters.
 */
public record ClientMessageId(String value) {

  /** The longest id, in UTF-16 characters. */
  public static final int MAX_LENGTH = 64;

  /**
   * @throws IllegalArgumentException where the value is empty, too long or has a control character
   */
  public ClientMessageId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("a client message id has 1 to 64 characters, no controls");
    }
  }

  /** Whether the text may be such a name. */
  public static boolean isValid(String text) {
    return IdText.isValid(text, MAX_LENGTH);
  }

  @Override
  public String toString() {
    return value;
  }
}
