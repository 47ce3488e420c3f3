package io.messageservice.protocol.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What no text of a frame may hold: U+0000, and halves of surrogate pairs. */
public final class Texts {

  private static final int MAX_REPEATED = 64;

  private Texts() {}

  /**
   * Looks at every text of the JSON.
   *
   * @throws InvalidFrame where one holds what it must not
   */
  public static void check(JsonFactory factory, byte[] json, int offset, int length)
      throws IOException, InvalidFrame {
    if (areSuspect(json, offset, length)) {
      try (JsonParser parser = factory.createParser(json, offset, length)) {
        check(parser);
      }
    }
  }

  /**
   * Whether the JSON may hold what it must not: both can only be written as escapes, since the
   * bytes are valid UTF-8 and JSON has no bare control characters.
   */
  private static boolean areSuspect(byte[] json, int offset, int length) {
    int end = offset + length - 5;
    for (int i = offset; i < end; i++) {
      if (json[i] == '\\' && json[i + 1] == 'u' && isSuspect(json[i + 2], json[i + 3])) {
        return true;
      }
    }
    return false;
  }

  /** Whether an escape that begins with these digits may be U+0000 or a surrogate. */
  private static boolean isSuspect(byte first, byte second) {
    return (first == '0' && second == '0') || first == 'd' || first == 'D';
  }

  private static void check(JsonParser parser) throws IOException, InvalidFrame {
    @Nullable String where = null;
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
        String text = parser.getText();
        if (hasLoneSurrogate(text)) {
          throw InvalidFrame.format("not valid Unicode: half of a surrogate pair");
        }
        if (where == null && text.indexOf('\0') >= 0) {
          where = token == JsonToken.FIELD_NAME ? "a member's name" : nameOf(parser);
        }
      }
    }
    if (where != null) {
      throw InvalidFrame.payload(where + ": the character U+0000 is not allowed");
    }
  }

  /** The member that the value belongs to, where its name can be repeated in an answer. */
  private static String nameOf(JsonParser parser) throws IOException {
    String name = parser.currentName();
    return name == null || name.length() > MAX_REPEATED || name.indexOf('\0') >= 0
        ? "a text"
        : name;
  }

  private static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return true;
      }
    }
    return false;
  }
}
