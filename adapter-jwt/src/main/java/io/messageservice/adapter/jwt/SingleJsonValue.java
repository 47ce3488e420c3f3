package io.messageservice.adapter.jwt;

/** Whether a JSON text ends where its first object or array does. */
final class SingleJsonValue {

  private SingleJsonValue() {}

  /**
   * Whether nothing but blanks follows the first object or array. Says nothing of a text that is no
   * JSON: that is for a parser to find.
   */
  static boolean isAllOf(String text) {
    return text.substring(endOf(text)).isBlank();
  }

  /** Behind the bracket that closes the first one. */
  private static int endOf(String text) {
    int depth = 0;
    boolean inString = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && inString) {
        i++;
      } else if (c == '"') {
        inString = !inString;
      } else if (!inString && (c == '{' || c == '[')) {
        depth++;
      } else if (!inString && (c == '}' || c == ']') && --depth == 0) {
        return i + 1;
      }
    }
    return text.length();
  }
}
