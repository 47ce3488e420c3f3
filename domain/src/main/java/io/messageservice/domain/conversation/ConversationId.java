package io.messageservice.domain.conversation;

import io.messageservice.domain.user.IdText;

/**
 * The id of a conversation, often chosen by clients: 1 to 128 characters, no control characters.
 */
public record ConversationId(String value) {

  /** The longest id, in UTF-16 characters. */
  public static final int MAX_LENGTH = 128;

  /**
   * @throws IllegalArgumentException where the value is empty, too long or has a control character
   */
  public ConversationId {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "a conversation id has 1 to 128 characters, no control characters");
    }
  }

  /** Whether the text may be the id of a conversation. */
  public static boolean isValid(String text) {
    return IdText.isValid(text, MAX_LENGTH);
  }

  @Override
  public String toString() {
    return value;
  }
}
