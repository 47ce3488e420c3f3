package io.messageservice.adapter.sse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.messageservice.adapter.sse.SentFrame.Kind;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.json.Json;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what frames say of positions. A frame goes to many connections of an event loop one after
 * another and is read once for all. Only the loop's thread may call.
 */
final class SentFrameReader {

  private static final Map<String, Kind> PUSHES =
      Map.of(
          "newMessage", Kind.MESSAGE,
          "messageChanged", Kind.CHANGE,
          "reactionChanged", Kind.CHANGE,
          "conversationChanged", Kind.CHANGE,
          "caughtUp", Kind.CAUGHT_UP,
          "lagged", Kind.LAGGED,
          "hello", Kind.GREETING);

  private static final Map<String, Kind> ANSWERS =
      Map.of(
          "joinConversation", Kind.JOINED,
          "leaveConversation", Kind.LEFT,
          "sendMessage", Kind.MESSAGE,
          "listConversations", Kind.LISTED);

  private @Nullable TextFrame last;
  private SentFrame ofLast = SentFrame.OTHER;

  SentFrame read(TextFrame frame) {
    if (frame != last) {
      ofLast = parse(frame.utf8());
      last = frame;
    }
    return ofLast;
  }

  /** A frame of another form says nothing. */
  private static SentFrame parse(byte[] utf8) {
    try (JsonParser json = Json.FACTORY.createParser(utf8)) {
      Members members = new Members();
      if (json.nextToken() == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.FIELD_NAME && !members.isIrrelevant()) {
          members.take(json);
        }
      }
      return members.frame();
    } catch (IOException | RuntimeException other) {
      return SentFrame.OTHER;
    }
  }

  /** What was read of one frame so far. */
  private static final class Members {
    private boolean isAnswer;
    private boolean isOfEffect = true;
    private boolean isReplayed;
    private boolean isOut;
    private @Nullable String event;
    private String conversation = "";
    private long seq = LastEventId.NONE;
    private long rev = LastEventId.NONE;
    private String epoch = "";
    private String since = "";

    boolean isIrrelevant() {
      return !isOfEffect || (event != null && kind() == Kind.OTHER);
    }

    private Kind kind() {
      return (isAnswer ? ANSWERS : PUSHES).getOrDefault(event, Kind.OTHER);
    }

    /** The member that the parser stands before. */
    void take(JsonParser json) throws IOException {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "event" -> event = json.getText();
        case "success" -> {
          isAnswer = true;
          isOfEffect = value == JsonToken.VALUE_TRUE;
        }
        case "duplicate" -> isOfEffect = false; // its place was elsewhere
        case "recovered" -> isReplayed = value == JsonToken.VALUE_TRUE;
        case "removed" -> isOut = value == JsonToken.VALUE_TRUE;
        case "conversationId" -> conversation = json.getText();
        case "seq" -> seq = json.getLongValue();
        case "rev" -> rev = json.getLongValue();
        case "epoch" -> epoch = json.getText();
        case "since" -> since = json.getText();
        case "data", "message" -> takeAll(json);
        default -> json.skipChildren();
      }
    }

    private void takeAll(JsonParser json) throws IOException {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        take(json);
      }
    }

    SentFrame frame() {
      if (event == null || isIrrelevant()) {
        return SentFrame.OTHER;
      }
      Kind kind = kind();
      if (kind == Kind.JOINED && isReplayed) {
        kind = Kind.RECOVERED;
      } else if (isOut) {
        kind = Kind.LEFT;
      }
      return new SentFrame(kind, conversation, seq, rev, epoch, since);
    }
  }
}
