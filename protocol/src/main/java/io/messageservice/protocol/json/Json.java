package io.messageservice.protocol.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.messageservice.domain.user.UserId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/** How this module reads and writes JSON. */
public final class Json {

  /**
   * Writes, and copies what was already read under the limits of a frame. Emoji are four bytes of
   * UTF-8, not two escapes of six.
   */
  public static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  private static final int USUAL_BYTES = 512;

  private Json() {}

  /** A factory whose parsers refuse deeper nesting. */
  public static JsonFactory readingUpTo(int maxDepth) {
    return JsonFactory.builder()
        .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(maxDepth).build())
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.CHARSET_DETECTION) // else UTF-16 hides escapes from Texts
        .build();
  }

  /** The UTF-8 of an object with the members that the writer writes. */
  public static byte[] write(Writer members) {
    return writeValue(
        json -> {
          json.writeStartObject();
          members.writeTo(json);
          json.writeEndObject();
        });
  }

  /** The UTF-8 of the value that the writer writes. */
  public static byte[] writeValue(Writer writer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_BYTES);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      writer.writeTo(json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  /**
   * Writes an array of values that are encoded already. The generator must be one of {@link
   * #writeValue}.
   */
  public static void writeEncoded(JsonGenerator json, String name, List<byte[]> elements)
      throws IOException {
    json.writeArrayFieldStart(name);
    json.flush();
    OutputStream out = (OutputStream) json.getOutputTarget();
    for (int i = 0; i < elements.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      out.write(elements.get(i));
    }
    json.writeEndArray();
  }

  /** Writes an array of ids. */
  public static void writeUsers(JsonGenerator json, String name, Collection<UserId> users)
      throws IOException {
    writeArray(json, name, users, (array, user) -> array.writeString(user.value()));
  }

  /** Writes an array, each element by the writer. */
  public static <E> void writeArray(
      JsonGenerator json, String name, Iterable<E> elements, ElementWriter<E> writer)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (E element : elements) {
      writer.write(json, element);
    }
    json.writeEndArray();
  }

  /** The value that the parser stands at, compact. */
  public static String copy(JsonParser parser) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      copy(parser, generator);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Writes the value that the parser stands at. */
  public static void copy(JsonParser parser, JsonGenerator generator) throws IOException {
    int depth = 0;
    do {
      JsonToken token = parser.currentToken();
      if (token.isNumeric()) {
        generator.writeNumber(parser.getText()); // as written: no digit is lost
      } else {
        generator.copyCurrentEvent(parser);
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    } while (depth > 0 && parser.nextToken() != null);
  }

  /** Writes a value of an array. */
  public interface ElementWriter<E> {
    void write(JsonGenerator json, E element) throws IOException;
  }

  /** Writes a value, or the members of an object. */
  public interface Writer {
    void writeTo(JsonGenerator json) throws IOException;
  }
}
