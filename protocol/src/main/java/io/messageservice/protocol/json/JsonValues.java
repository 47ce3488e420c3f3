package io.messageservice.protocol.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.messageservice.application.port.out.JsonEquality;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The values of JSON texts. Of a member that is there twice the last counts, as everywhere in the
 * protocol; numbers are the same where they are so in mathematics, whatever their digits, so {@code
 * -0} is {@code 0}. Immutable.
 */
public final class JsonValues implements JsonEquality {

  @Override
  public String canonical(String json) {
    try {
      StringBuilder text = new StringBuilder(json.length());
      append(text, value(json));
      return text.toString();
    } catch (IOException unreadable) {
      return json;
    }
  }

  /** Not JSON: members are in order, and values that are no texts as they print themselves. */
  private static void append(StringBuilder text, Object value) {
    if (value instanceof Map<?, ?> members) {
      text.append('{');
      members.forEach((name, member) -> append(text, name, member));
      text.append('}');
    } else if (value instanceof List<?> elements) {
      text.append('[');
      elements.forEach(element -> append(text.append(','), element));
      text.append(']');
    } else if (value instanceof String string) {
      text.append('"');
      JsonStringEncoder.getInstance().quoteAsString(string, text);
      text.append('"');
    } else {
      text.append(value);
    }
  }

  private static void append(StringBuilder text, Object name, Object member) {
    append(text, name);
    append(text.append(':'), member);
  }

  @Override
  public boolean isSame(String one, String other) {
    if (one.equals(other)) {
      return true;
    }
    try {
      return value(one).equals(value(other));
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static Object value(String json) throws IOException {
    try (JsonParser parser = Json.FACTORY.createParser(json)) {
      parser.nextToken();
      return value(parser);
    }
  }

  /** The value that the parser stands at, as an object that equals others of the same value. */
  private static Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
      default -> token; // true, false or null
    };
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> members = new TreeMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      members.put(name, value(parser));
    }
    return members;
  }

  private static List<Object> array(JsonParser parser) throws IOException {
    List<Object> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(parser));
    }
    return elements;
  }

  /** A number that is out of reach is the same only where it is written the same. */
  private static Object number(String text) {
    Optional<BigDecimal> number = Numbers.read(text);
    return number.isPresent() ? number.get() : new Unreachable(text);
  }

  private record Unreachable(String text) {}
}
