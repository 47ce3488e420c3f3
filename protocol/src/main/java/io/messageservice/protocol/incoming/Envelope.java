package io.messageservice.protocol.incoming;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.json.AttachmentReader;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Numbers;
import io.messageservice.protocol.json.Payload;
import io.messageservice.protocol.json.Ref;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The outer object of a frame, as far as it was read. */
public final class Envelope {

  /** Longer than version 00 has it: later versions may append to it. */
  public static final int MAX_TRACEPARENT = 128;

  private @Nullable String event;
  private @Nullable Ref ref;
  private boolean badRef;
  private @Nullable String traceparent;
  private boolean hasPayload;
  private @Nullable Payload payload;
  private final int bytes;
  private final Limits limits;

  /** Of a text of so many bytes, under these limits. */
  public Envelope(int bytes, Limits limits) {
    this.bytes = bytes;
    this.limits = limits;
  }

  /**
   * Reads the frame.
   *
   * @throws InvalidFrame where it is no frame, or names no event
   */
  public void read(JsonParser parser, AttachmentReader attachments)
      throws IOException, InvalidFrame {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw InvalidFrame.format("not a JSON object");
    }
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      switch (name) {
        case "event" -> readEvent(parser, token);
        case "ref" -> readRef(parser, token);
        case "payload" -> readPayload(parser, token, attachments);
        case "traceparent" -> readTraceparent(parser, token);
        default -> parser.skipChildren();
      }
    }
    if (parser.nextToken() != null) {
      throw InvalidFrame.format("one JSON object in a frame");
    }
    if (event == null) {
      throw InvalidFrame.format("event: a string");
    }
  }

  private void readEvent(JsonParser parser, JsonToken token) throws IOException {
    event = token == JsonToken.VALUE_STRING ? parser.getText() : null;
    parser.skipChildren();
  }

  private void readRef(JsonParser parser, JsonToken token) throws IOException {
    boolean integer =
        token == JsonToken.VALUE_NUMBER_INT
            || (token == JsonToken.VALUE_NUMBER_FLOAT && Numbers.isWhole(parser.getText()));
    boolean scalar = integer || token == JsonToken.VALUE_STRING;
    boolean good = scalar && parser.getTextLength() <= Ref.MAX_LENGTH;
    ref = good ? new Ref(parser.getText(), integer) : null;
    badRef = !good && token != JsonToken.VALUE_NULL;
    parser.skipChildren();
  }

  /**
   * What is not well-formed begins a new trace (W3C Trace Context, section 3.2) and is no error.
   */
  private void readTraceparent(JsonParser parser, JsonToken token) throws IOException {
    boolean good = token == JsonToken.VALUE_STRING && parser.getTextLength() <= MAX_TRACEPARENT;
    traceparent = good ? parser.getText() : null;
    parser.skipChildren();
  }

  private void readPayload(JsonParser parser, JsonToken token, AttachmentReader attachments)
      throws IOException {
    hasPayload = true;
    payload = token == JsonToken.START_OBJECT ? Payload.read(parser, attachments) : null;
    parser.skipChildren();
  }

  /** The name of the command. */
  public String event() throws InvalidFrame {
    if (badRef) {
      throw InvalidFrame.payload(
          "ref: an integer, or a string of at most " + Ref.MAX_LENGTH + " characters");
    }
    if (event == null) {
      throw new IllegalStateException("not read");
    }
    return event;
  }

  /** The payload; the command needs one. */
  public Payload payload() throws InvalidFrame {
    if (payload == null) {
      throw InvalidFrame.payload("payload: an object");
    }
    return payload;
  }

  /** Where a payload is not needed, one that is there must be an object all the same. */
  public void requireGoodPayload() throws InvalidFrame {
    if (hasPayload) {
      payload();
    }
  }

  /** Of the text. */
  public int bytes() {
    return bytes;
  }

  /** Of what clients send. */
  public Limits limits() {
    return limits;
  }

  /** What was read, as the frame of that command. */
  public ClientFrame frame(Command command) {
    return new ClientFrame(event, ref, traceparent, command, bytes);
  }
}
