package io.messageservice.domain.user;

import java.util.Objects;

/** The id of a user, as the auth service gives it: 1 to 128 characters, no control characters. */
public record UserId(String value) {

  /** The longest id, in UTF-16 characters. */
  public static final int MAX_LENGTH = 128;

  /**
   * @throws IllegalArgumentException where the value is empty, too long or has a control character
   */
  public UserId {
    Objects.requireNonNull(value, "value");
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "a user id has 1 to 128 characters, no control characters");
    }
  }

  /** Whether the text may be a user id. */
  public static boolean isValid(String text) {
    return IdText.isValid(text, MAX_LENGTH);
  }

  @Override
  public String toString() {
    return value;
  }
}
