package io.messageservice.domain.conversation;

import io.messageservice.domain.user.IdText;

/**
 * The name that a creator gives to a new group so that they may ask for it again: unique per
 * creator, 1 to 64 characters, no control characters.
 */
public record ClientConversationId(String value) {

  /** The longest id, in UTF-16 characters. */
  public static final int MAX_LENGTH = 64;

  /**
   * @throws IllegalArgumentException where the value is empty, too long or has a control character
   */
  public ClientConversationId {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "a client conversation id has 1 to 64 characters, no controls");
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
