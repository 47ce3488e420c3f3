package io.messageservice.adapter.jwt;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jsonwebtoken.io.AbstractDeserializer;
import io.jsonwebtoken.io.DeserializationException;
import io.jsonwebtoken.io.Deserializer;
import io.jsonwebtoken.jackson.io.JacksonDeserializer;
import java.io.Reader;
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

  /** As jjwt's own, but for the text behind an object. */
  private final Deserializer<Map<String, Object>> json =
      new JacksonDeserializer<>(
          JsonMapper.builder()
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .build());

  @Override
  protected Map<String, ?> doDeserialize(Reader reader) {
    Map<String, Object> members = new HashMap<>(json.deserialize(reader));
    IGNORED.forEach(members::remove);
    TIMES.forEach(time -> requireNumericDate(members.get(time)));
    if (members.get("sub") instanceof Number number) {
      members.put("sub", decimalText(number));
    }
    return members;
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
