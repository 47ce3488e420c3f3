package io.messageservice.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.messageservice.domain.conversation.Ban;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * When a ban or a muting ends, as a member: a time to come as RFC 3339 has it, {@code "forever"},
 * or null where there is none.
 */
final class EndTime {

  /** Of what there is not. */
  private static final Instant NONE = Ban.LIFTED;

  /** Of what does not end. */
  private static final Instant FOR_EVER = Ban.FOR_EVER;

  private static final String FOR_EVER_TEXT = "forever";

  /** RFC 3339, 5.6: less than the JDK takes. */
  private static final Pattern TIME =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)");

  private EndTime() {}

  /** What the member asks for; empty where it is left out. */
  static Optional<Instant> read(Payload payload, String member) throws InvalidFrame {
    Optional<String> text = payload.optionalText(member);
    if (text.isEmpty()) {
      return payload.isGiven(member) ? Optional.of(NONE) : Optional.empty();
    }
    return Optional.of(text.get().equals(FOR_EVER_TEXT) ? FOR_EVER : time(member, text.get()));
  }

  private static Instant time(String member, String text) throws InvalidFrame {
    Instant time = TIME.matcher(text).matches() ? parsed(text) : Instant.MIN;
    if (!time.isAfter(NONE)) {
      throw InvalidFrame.payload(member + ": a time to come as RFC 3339 has it, or forever");
    }
    return time.truncatedTo(ChronoUnit.MILLIS);
  }

  /** The time; the least of all where there is no such day or hour. */
  private static Instant parsed(String text) {
    try {
      return OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
    } catch (DateTimeParseException none) {
      return Instant.MIN;
    }
  }

  /** Writes the member. */
  static void write(JsonGenerator json, String member, Instant end) throws IOException {
    if (end.equals(NONE)) {
      json.writeNullField(member);
    } else {
      json.writeStringField(member, end.equals(FOR_EVER) ? FOR_EVER_TEXT : MessageJson.text(end));
    }
  }
}
