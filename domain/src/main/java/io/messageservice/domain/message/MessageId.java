package io.messageservice.domain.message;

import io.messageservice.domain.user.IdText;

/** The opaque id of a message: 1 to 128 characters, no control characters. */
public record MessageId(String value) {

  /** The longest id, in UTF-16 characters. */
  public static final int MAX_LENGTH = 128;

  /**
   * @throws IllegalArgumentException where the value is empty, too long or has a control character
   */
  public MessageId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("a message id has 1 to 128 characters, no controls");
    }
  }

  /** Whether the text may be the id of a message. */
  public static boolean isValid(String text) {
    return IdText.isValid(text, MAX_LENGTH);
  }

  @Override
  public String toString() {
    return value;
  }
}
