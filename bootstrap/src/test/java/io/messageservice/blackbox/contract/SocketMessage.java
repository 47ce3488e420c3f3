package io.messageservice.blackbox.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A message of {@code docs/asyncapi.yaml}.
 *
 * @param key where it stands there
 * @param json what stands there
 */
public record SocketMessage(String key, JsonNode json) {

  /** All of them, as the channel has them. */
  public static List<SocketMessage> all() {
    ContractDocument document = SocketContract.DOCUMENT;
    List<SocketMessage> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> message :
        document.root().at("/channels/socket/messages").properties()) {
      all.add(new SocketMessage(message.getKey(), document.resolved(message.getValue())));
    }
    return all;
  }

  /** What a frame of the service is, where nothing is set. */
  public static SocketMessage of(JsonNode frame, String dialect) {
    return all().stream()
        .filter(message -> message.isOf(dialect) && !message.needsSetting())
        .filter(message -> message.isLike(frame))
        .findFirst()
        .orElseThrow();
  }

  /** How its frames look. */
  public JsonNode schema() {
    return json.get("payload");
  }

  /** The frames that stand there. */
  public List<JsonNode> examples() {
    List<JsonNode> frames = new ArrayList<>();
    json.get("examples").forEach(example -> frames.add(example.get("payload")));
    return frames;
  }

  /** Whether connections of the dialect know it. */
  public boolean isOf(String dialect) {
    return json.path("x-dialect").asText(dialect).equals(dialect);
  }

  /** Whether it comes only where the operator wants it. */
  public boolean needsSetting() {
    return json.has("x-setting");
  }

  /** The event that its frames name. */
  public String event() {
    return json.get("name").asText();
  }

  /** Whether clients send it. */
  public boolean isCommand() {
    JsonNode members = schema().path("properties");
    return !members.has("success") && !members.has("data");
  }

  /** Whether the service sends it of itself. */
  public boolean isPush() {
    return schema().path("properties").has("data");
  }

  /** What tells it from others of its direction and dialect. */
  String kind() {
    JsonNode members = schema().path("properties");
    if (!members.has("success")) {
      return schema().path("type").asText().equals("array") ? "an array" : event();
    }
    if (members.at("/success/const").asBoolean()) {
      return "a reply to " + event();
    }
    return members.at("/event/type").asText().equals("null") ? "nameless" : "an error";
  }

  static String kindOfCommand(JsonNode frame) {
    return frame.isArray() ? "an array" : frame.path("event").asText();
  }

  static String kindOf(JsonNode frame) {
    String event = frame.path("event").asText();
    if (!frame.has("success")) {
      return event;
    }
    if (frame.get("success").asBoolean()) {
      return "a reply to " + event;
    }
    return frame.path("event").isNull() ? "nameless" : "an error";
  }

  /** Whether a frame of the service is one of these, in some dialect. */
  public boolean isLike(JsonNode frame) {
    return !isCommand() && kind().equals(kindOf(frame));
  }
}
