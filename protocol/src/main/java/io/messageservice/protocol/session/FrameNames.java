package io.messageservice.protocol.session;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.messageservice.application.port.in.FrameWatcher;
import io.messageservice.application.port.in.FrameWatcher.FrameKind;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.WireWatcher;
import io.messageservice.protocol.command.FrameDecoder;
import io.messageservice.protocol.json.CommandArray;
import io.messageservice.protocol.json.Json;
import java.io.IOException;

/**
 * Reports the frames of a connection by their names. Reads each a second time, which costs only
 * connections that somebody watches. What a client wrote is never passed on, nor what is sent back
 * of it: commands have the names of the contract, or one of those here.
 */
final class FrameNames implements WireWatcher {

  /** A frame that is no object with a name. */
  static final String OTHER = "other";

  /** A command whose name nobody knows. */
  static final String UNKNOWN = "unknown";

  /** An array of commands. */
  static final String SEVERAL = "several commands";

  private final FrameWatcher watcher;

  FrameNames(FrameWatcher watcher) {
    this.watcher = watcher;
  }

  /**
   * What a frame says of itself.
   *
   * @param kind an event where it is no answer
   */
  private record Head(FrameKind kind, String name) {}

  @Override
  public void received(byte[] buffer, int offset, int length) {
    String name =
        CommandArray.begins(buffer, offset, length)
            ? SEVERAL
            : known(head(buffer, offset, length).name());
    watcher.frame(FrameKind.COMMAND, name, length);
  }

  @Override
  public void sent(TextFrame frame) {
    byte[] text = frame.utf8();
    Head head = head(text, 0, text.length);
    String name = head.kind() == FrameKind.EVENT ? head.name() : known(head.name());
    watcher.frame(head.kind(), name, text.length);
  }

  private static String known(String name) {
    return name.equals(OTHER) || FrameDecoder.events().contains(name) ? name : UNKNOWN;
  }

  private static Head head(byte[] buffer, int offset, int length) {
    FrameKind kind = FrameKind.EVENT;
    String name = OTHER;
    try (JsonParser json = Json.FACTORY.createParser(buffer, offset, length)) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
          JsonToken value = json.nextToken();
          if (field.equals("success")) {
            kind = value == JsonToken.VALUE_TRUE ? FrameKind.ANSWER : FrameKind.REFUSAL;
          } else if (field.equals("event") && value == JsonToken.VALUE_STRING) {
            return new Head(kind, json.getText()); // an answer says first that it is one
          }
          json.skipChildren();
        }
      }
    } catch (IOException invalid) {
      // it is answered with an error, elsewhere
    }
    return new Head(kind, name);
  }
}
