package io.messageservice.protocol.service;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.messageservice.application.event.Event.MessageRelayed;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Json;
import io.messageservice.protocol.json.Texts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message of another service that is only passed on: {@code {"message": OBJECT, "participants":
 * [USER, ...]}}, as the old gateway took it. Immutable.
 *
 * @param participants who receives it
 * @param event for all their connections
 */
public record RelayedMessage(Set<UserId> participants, MessageRelayed event) {

  /** The longest text that is read, in bytes. */
  public static final int MAX_BYTES = 1 << 20;

  /** The largest message, in bytes. */
  public static final int MAX_MESSAGE_BYTES = 64 << 10;

  /** The most participants. */
  public static final int MAX_PARTICIPANTS = 10_000;

  private static final JsonFactory FACTORY = Json.readingUpTo(Limits.DEFAULT_MAX_DEPTH);

  public RelayedMessage {
    participants = Set.copyOf(participants);
  }

  /**
   * The message of the text.
   *
   * @throws InvalidFrame that names what is wrong
   */
  public static RelayedMessage read(byte[] utf8) throws InvalidFrame {
    if (utf8.length > MAX_BYTES) {
      throw InvalidFrame.tooLarge(MAX_BYTES + " bytes at most");
    }
    try {
      Texts.check(FACTORY, utf8, 0, utf8.length);
      try (JsonParser parser = FACTORY.createParser(utf8)) {
        return read(parser);
      }
    } catch (IOException malformed) {
      throw InvalidFrame.format("not a JSON object");
    }
  }

  private static RelayedMessage read(JsonParser parser) throws IOException, InvalidFrame {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw InvalidFrame.format("not a JSON object");
    }
    @Nullable String message = null;
    @Nullable Set<UserId> participants = null;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      if (name.equals("message") && token == JsonToken.START_OBJECT) {
        message = message(parser);
      } else if (name.equals("participants") && token == JsonToken.START_ARRAY) {
        participants = participants(parser);
      } else {
        parser.skipChildren();
      }
    }
    if (message == null) {
      throw InvalidFrame.payload("message: an object");
    }
    if (participants == null) {
      throw InvalidFrame.payload("participants: an array of ids");
    }
    return new RelayedMessage(participants, new MessageRelayed(message));
  }

  /** Without {@code seq} and {@code rev}: a client would take them for a position. */
  private static String message(JsonParser parser) throws IOException, InvalidFrame {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
      json.writeStartObject();
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        parser.nextToken();
        if (name.equals("seq") || name.equals("rev")) {
          parser.skipChildren();
        } else {
          json.writeFieldName(name);
          Json.copy(parser, json);
        }
      }
      json.writeEndObject();
    }
    if (out.size() > MAX_MESSAGE_BYTES) {
      throw InvalidFrame.tooLarge("message: " + MAX_MESSAGE_BYTES + " bytes at most");
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** An id that is a number is its decimal text, as in tokens. */
  private static Set<UserId> participants(JsonParser parser) throws IOException, InvalidFrame {
    Set<UserId> users = new LinkedHashSet<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonToken token = parser.currentToken();
      boolean id = token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT;
      if (!id || !UserId.isValid(parser.getText())) {
        throw InvalidFrame.payload("participants: an array of ids");
      }
      users.add(new UserId(parser.getText()));
      if (users.size() > MAX_PARTICIPANTS) {
        throw InvalidFrame.tooLarge("participants: " + MAX_PARTICIPANTS + " at most");
      }
    }
    return users;
  }
}
