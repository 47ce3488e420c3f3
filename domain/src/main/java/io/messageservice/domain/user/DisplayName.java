package io.messageservice.domain.user;

import java.util.Objects;

/** What others see of a user's name: at most 128 characters, no control characters. */
public record DisplayName(String value) {

  /** The longest name, in code points. */
  public static final int MAX_LENGTH = 128;

  /**
   * Keeps what may be shown: drops control characters and lone surrogates, cuts what is too long.
   */
  public DisplayName {
    Objects.requireNonNull(value, "value");
    value = cleaned(value);
  }

  private static String cleaned(String raw) {
    StringBuilder kept = new StringBuilder(Math.min(raw.length(), MAX_LENGTH));
    raw.codePoints()
        .filter(c -> !Character.isISOControl(c))
        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
        .limit(MAX_LENGTH)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  @Override
  public String toString() {
    return value;
  }
}
