package io.messageservice.domain.message;

import java.text.Normalizer;

/** How somebody reacts to a message: 1 to 64 code points in NFC, no control characters. */
public record Reaction(String value) {

  /** The longest reaction, in code points. */
  public static final int MAX_LENGTH = 64;

  /**
   * @throws IllegalArgumentException where the value is no reaction
   */
  public Reaction {
    if (!isValid(value)) {
      throw new IllegalArgumentException("a reaction has 1 to 64 code points in NFC, no controls");
    }
  }

  /** The text as a reaction, in NFC whatever it was written in. */
  public static Reaction of(String text) {
    return new Reaction(Normalizer.normalize(text, Normalizer.Form.NFC));
  }

  /** Whether the text, in NFC, can be one. */
  public static boolean isValid(String text) {
    return !text.isEmpty()
        && text.codePointCount(0, text.length()) <= MAX_LENGTH
        && text.chars().noneMatch(Character::isISOControl)
        && Normalizer.isNormalized(text, Normalizer.Form.NFC);
  }

  @Override
  public String toString() {
    return value;
  }
}
