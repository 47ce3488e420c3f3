package io.messageservice.adapter.jwt;

import io.jsonwebtoken.io.AbstractDeserializer;
import io.jsonwebtoken.io.DeserializationException;
import io.jsonwebtoken.io.Deserializer;
import io.jsonwebtoken.jackson.io.JacksonDeserializer;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of headers and claims for the parser of jjwt. Any thread may call.
 *
 * <p>The parser refuses or guesses where a member is not of the type that it expects, and it stops
 * at the end of an object. So text behind the object is refused, a numeric {@code sub} becomes
 * text, a time must be a number, and members that are not used are left out: the parser would
 * otherwise decode keys and certificates of a header before it checks the signature.
 */
final class TokenJson extends AbstractDeserializer<Map<String, ?>> {

  private static final List<String> TIMES = List.of("exp", "nbf");

  private static final List<String> IGNORED =
      List.of("iat", "jti", "jku", "jwk", "x5u", "x5c", "x5t", "x5t#S256");

  /** Up to here each integer is a double of its own. */
  private static final double EXACT = 1L << 53;

  private final Deserializer<Map<String, Object>> json = new JacksonDeserializer<>();

  @Override
  protected Map<String, ?> doDeserialize(Reader reader) {
    String text = textOf(reader);
    if (!text.substring(endOf(text)).isBlank()) {
      throw new DeserializationException("something follows the object");
    }
    Map<String, Object> members = new HashMap<>(json.deserialize(new StringReader(text)));
    IGNORED.forEach(members::remove);
    TIMES.forEach(time -> requireNumericDate(members.get(time)));
    if (members.get("sub") instanceof Number number) {
      members.put("sub", decimalText(number));
    }
    return members;
  }

  /**
   * Behind the bracket that closes the first object or array. Whether the text is JSON is left to
   * the parser.
   */
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

  private static String textOf(Reader reader) {
    try {
      StringWriter text = new StringWriter();
      reader.transferTo(text);
      return text.toString();
    } catch (IOException e) {
      throw new DeserializationException("the text cannot be read");
    }
  }

  /** A NumericDate (RFC 7519, section 2) that no conversion on the way to a date overflows. */
  private static void requireNumericDate(@Nullable Object value) {
    if (value != null && !(value instanceof Number time && Math.abs(time.doubleValue()) < EXACT)) {
      throw new DeserializationException("a time is not a number of seconds");
    }
  }

  private static String decimalText(Number number) {
    if (!(number instanceof Double fraction)) {
      return number.toString();
    }
    if (Math.abs(fraction) >= EXACT) {
      throw new DeserializationException("a number is not exact");
    }
    return BigDecimal.valueOf(fraction).stripTrailingZeros().toPlainString();
  }
}
