package io.messageservice.protocol.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A frame that is a JSON array of commands. */
public final class CommandArray {

  /** The most commands of a frame. */
  public static final int MAX_COMMANDS = 100;

  private CommandArray() {}

  /**
   * Where an element stands in the text, whose first byte is 0. A string may be cut short: it is no
   * command anyway.
   */
  public record Element(int offset, int length) {}

  /** Whether the text, if it is JSON, is an array. */
  public static boolean begins(byte[] text, int offset, int length) {
    int at = offset;
    while (at < offset + length && isSpace(text[at])) {
      at++;
    }
    return at < offset + length && text[at] == '[';
  }

  private static boolean isSpace(byte letter) {
    return letter == ' ' || letter == '\n' || letter == '\r' || letter == '\t';
  }

  /**
   * The elements, whatever they are, of a text that is read to its end.
   *
   * @throws IOException where the text is no JSON
   * @throws InvalidFrame where there are none or too many, or more than the array
   */
  public static List<Element> elements(JsonFactory factory, byte[] text, int offset, int length)
      throws IOException, InvalidFrame {
    List<Element> elements = new ArrayList<>();
    try (JsonParser parser = factory.createParser(text, offset, length)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (elements.size() == MAX_COMMANDS) {
          throw InvalidFrame.tooLarge("an array of at most " + MAX_COMMANDS + " commands");
        }
        elements.add(element(parser));
      }
      if (parser.nextToken() != null) {
        throw InvalidFrame.format("one JSON object or array in a frame");
      }
    }
    if (elements.isEmpty()) {
      throw InvalidFrame.format("an array of at least one command");
    }
    return elements;
  }

  private static Element element(JsonParser parser) throws IOException {
    long begin = parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    return new Element((int) begin, (int) (parser.currentLocation().getByteOffset() - begin));
  }
}
