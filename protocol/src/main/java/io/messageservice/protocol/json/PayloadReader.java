package io.messageservice.protocol.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.messageservice.protocol.Limits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Reads a payload that stands alone, as the body of a request. Immutable; any thread may call. */
public final class PayloadReader {

  private static final int CHECKED_CHARS = 4 << 10;

  private final JsonFactory factory;
  private final AttachmentReader attachments;
  private final Limits limits;

  /** Under these limits. */
  public PayloadReader(Limits limits) {
    this.factory = Json.readingUpTo(limits.maxDepth());
    this.attachments = new AttachmentReader(limits);
    this.limits = limits;
  }

  /**
   * The payload.
   *
   * @throws InvalidFrame where the bytes are not the UTF-8 of one JSON object within the limits
   */
  public Payload read(byte[] buffer, int length) throws InvalidFrame {
    if (!isUtf8(ByteBuffer.wrap(buffer, 0, length))) {
      throw InvalidFrame.format("not UTF-8");
    }
    try {
      Texts.check(factory, buffer, 0, length);
      try (JsonParser parser = factory.createParser(buffer, 0, length)) {
        return read(parser);
      }
    } catch (IOException malformed) {
      throw InvalidFrame.format("not a JSON object of at most " + limits.maxDepth() + " levels");
    }
  }

  private Payload read(JsonParser parser) throws IOException, InvalidFrame {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw InvalidFrame.format("not a JSON object");
    }
    Payload payload = Payload.read(parser, attachments);
    if (parser.nextToken() != null) {
      throw InvalidFrame.format("one JSON object");
    }
    return payload;
  }

  private static boolean isUtf8(ByteBuffer bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    CharBuffer checked = CharBuffer.allocate(CHECKED_CHARS);
    CoderResult result = decoder.decode(bytes, checked, true);
    while (result.isOverflow()) {
      checked.clear();
      result = decoder.decode(bytes, checked, true);
    }
    return !result.isError();
  }
}
