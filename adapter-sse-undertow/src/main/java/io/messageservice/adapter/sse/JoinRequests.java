package io.messageservice.adapter.sse;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.messageservice.adapter.sse.LastEventId.Joined;
import io.messageservice.protocol.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Joins that say what the client has already, in what it posts and on its behalf. */
final class JoinRequests {

  /** A frame may have so many commands. */
  private static final int MAX_COMMANDS = 100;

  private static final String EVENT = "joinConversation";

  private JoinRequests() {}

  /** The frames that a client would send that comes back with this id. */
  static List<byte[]> of(LastEventId last, boolean lists) {
    List<Json.Writer> commands = new ArrayList<>();
    if (lists && !last.since().isEmpty()) {
      commands.add(json -> writeList(json, last.since()));
    }
    last.joined().forEach(one -> commands.add(json -> writeJoin(json, one, last.epoch())));
    List<byte[]> frames = new ArrayList<>();
    for (int from = 0; from < commands.size(); from += MAX_COMMANDS) {
      List<Json.Writer> some =
          commands.subList(from, Math.min(commands.size(), from + MAX_COMMANDS));
      frames.add(Json.writeValue(json -> writeAll(json, some)));
    }
    return frames;
  }

  private static void writeAll(JsonGenerator json, List<Json.Writer> commands) throws IOException {
    json.writeStartArray();
    for (Json.Writer command : commands) {
      json.writeStartObject();
      command.writeTo(json);
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeList(JsonGenerator json, String since) throws IOException {
    json.writeStringField("event", "listConversations");
    json.writeObjectFieldStart("payload");
    json.writeStringField("since", since);
  }

  private static void writeJoin(JsonGenerator json, Joined from, String epoch) throws IOException {
    json.writeStringField("event", EVENT);
    json.writeObjectFieldStart("payload");
    json.writeStringField("conversationId", from.conversation());
    json.writeNumberField("afterSeq", from.seq());
    if (from.rev() != LastEventId.NONE) {
      json.writeNumberField("afterRev", from.rev());
    }
    json.writeStringField("epoch", epoch);
  }

  /** Shows the joins of a frame of a client. What is not one is left to the session. */
  static void read(byte[] utf8, int length, Consumer<Joined> action) {
    try (JsonParser json = Json.FACTORY.createParser(utf8, 0, length)) {
      boolean isArray = json.nextToken() == JsonToken.START_ARRAY;
      if (isArray) {
        json.nextToken();
      }
      while (json.currentToken() == JsonToken.START_OBJECT) {
        readCommand(json, action);
        json.nextToken();
      }
    } catch (IOException | RuntimeException none) {
      // the session refuses it
    }
  }

  private static void readCommand(JsonParser json, Consumer<Joined> action) throws IOException {
    Request request = new Request();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("event")) {
        request.isJoin = EVENT.equals(json.getText());
      } else if (name.equals("payload") && value == JsonToken.START_OBJECT) {
        request.readPayload(json);
      } else {
        json.skipChildren();
      }
    }
    if (request.isJoin && request.seq >= 0 && request.rev >= LastEventId.NONE) {
      action.accept(new Joined(request.conversation, request.seq, request.rev));
    }
  }

  /** What was read of one command so far. */
  private static final class Request {
    private boolean isJoin;
    private String conversation = "";
    private long seq = LastEventId.NONE;
    private long rev = LastEventId.NONE;

    void readPayload(JsonParser json) throws IOException {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        switch (name) {
          case "conversationId" -> conversation = json.getText();
          case "afterSeq" -> seq = number(json, value);
          case "afterRev" -> rev = number(json, value);
          default -> json.skipChildren();
        }
      }
    }

    private static long number(JsonParser json, JsonToken value) throws IOException {
      return value.isNumeric() ? json.getLongValue() : LastEventId.NONE;
    }
  }
}
