package io.messageservice.adapter.http;

import io.messageservice.protocol.json.InvalidFrame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The segments of a path as they are meant: taken apart first and decoded then, so that an id may
 * hold a slash. RFC 3986, sections 2.1 and 3.3.
 */
final class PathText {

  private static final int HEX = 16;

  private PathText() {}

  /**
   * The segments of a path that begins with a slash.
   *
   * @throws InvalidFrame where an escape is none, or does not make UTF-8
   */
  static List<String> segments(String rawPath) throws InvalidFrame {
    List<String> segments = new ArrayList<>();
    for (String raw : rawPath.substring(1).split("/", -1)) {
      segments.add(raw.indexOf('%') < 0 ? raw : decoded(raw));
    }
    return segments;
  }

  private static String decoded(String raw) throws InvalidFrame {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes.write(octet(raw, i + 1));
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException notText) {
      throw InvalidFrame.format("the path: escapes of UTF-8");
    }
  }

  private static int octet(String raw, int at) throws InvalidFrame {
    int high = at + 1 < raw.length() ? Character.digit(raw.charAt(at), HEX) : -1;
    int low = at + 1 < raw.length() ? Character.digit(raw.charAt(at + 1), HEX) : -1;
    if (high < 0 || low < 0) {
      throw InvalidFrame.format("the path: % and two hexadecimal digits");
    }
    return high * HEX + low;
  }
}
