package io.messageservice.domain.message;

import io.messageservice.domain.user.IdText;
import java.util.Locale;

/**
 * What kind of message clients take it for, by a name of their own; a message without one is a
 * text. 1 to 64 characters, no control characters.
 */
public record MessageType(String value) {

  /** The longest name, in UTF-16 characters. */
  public static final int MAX_LENGTH = 64;

  private static final String SYSTEM = "system";

  /**
   * @throws IllegalArgumentException where the value is empty, too long or has a control character
   */
  public MessageType {
    if (!IdText.isValid(value, MAX_LENGTH)) {
      throw new IllegalArgumentException("a message type has 1 to 64 characters, no controls");
    }
  }

  /** Whether only services send it, and nobody has it unread: its name begins with "system". */
  public boolean isSystem() {
    return value.toLowerCase(Locale.ROOT).startsWith(SYSTEM);
  }

  @Override
  public String toString() {
    return value;
  }
}
