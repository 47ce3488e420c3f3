package io.messageservice.bootstrap.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** A frame of the service, of which only that is read which is measured. */
final class BenchFrame {

  private static final JsonFactory JSON = new JsonFactory();

  private String event = "";
  private boolean answer;
  private boolean success;
  private boolean recovered;
  private String code = "";
  private String room = "";
  private String content = "";
  private String epoch = "";
  private long seq;

  private BenchFrame() {}

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException where it is no JSON
   */
  static BenchFrame read(String text) {
    BenchFrame frame = new BenchFrame();
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        frame.readMembers(parser);
      }
      return frame;
    } catch (IOException e) {
      throw new IllegalArgumentException("no JSON was received", e);
    }
  }

  /** Those of the frame, and of the message in it. */
  private void readMembers(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_OBJECT && (name.equals("data") || name.equals("message"))) {
        readMembers(parser);
      } else if (value.isStructStart()) {
        JsonParser unused = parser.skipChildren();
      } else {
        take(name, parser);
      }
    }
  }

  private void take(String name, JsonParser value) throws IOException {
    switch (name) {
      case "event" -> event = value.getText();
      case "success" -> {
        answer = true;
        success = value.getBooleanValue();
      }
      case "recovered" -> recovered = value.getBooleanValue();
      case "code" -> code = value.getText();
      case "conversationId" -> room = value.getText();
      case "content" -> content = value.getText();
      case "epoch" -> epoch = value.getText();
      case "seq" -> seq = value.getLongValue();
      default -> {}
    }
  }

  /** Whether it answers a command. */
  boolean isAnswer() {
    return answer;
  }

  boolean isSuccess() {
    return success;
  }

  boolean isRecovered() {
    return recovered;
  }

  String event() {
    return event;
  }

  String code() {
    return code;
  }

  String room() {
    return room;
  }

  String content() {
    return content;
  }

  String epoch() {
    return epoch;
  }

  long seq() {
    return seq;
  }
}
