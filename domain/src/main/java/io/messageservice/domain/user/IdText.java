package io.messageservice.domain.user;

/** What the ids that come from outside have in common. */
public final class IdText {

  private IdText() {}

  /**
   * Whether the text has 1 to {@code maxLength} UTF-16 characters, none of them a control character
   * or half of a surrogate pair, which UTF-8 cannot carry.
   */
  public static boolean isValid(String text, int maxLength) {
    if (text.isEmpty() || text.length() > maxLength) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!isPairAt(i, text)) {
          return false;
        }
        i++;
      } else if (Character.isISOControl(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPairAt(int i, String text) {
    return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
  }
}
