package io.messageservice.adapter.jwt;

/** Tells whether a JSON text ends where its first object or array ends. */
final class SingleJsonValue {

  private SingleJsonValue() {}

  /**
   * Whether only blanks follow the first object or array. Whether the text is JSON is left to a
   * parser.
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
