package io.messageservice.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.blackbox.Json;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a client sends, as JSON. */
final class Commands {

  private Commands() {}

  /** To join, from the position of what was seen last where there is one. */
  static ObjectNode join(String ref, String room, @Nullable Long afterSeq) {
    ObjectNode payload = Json.object("conversationId", room);
    if (afterSeq != null) {
      payload.put("afterSeq", afterSeq);
    }
    return command("joinConversation", ref, payload);
  }

  /** To say something, known by its text. */
  static ObjectNode say(String ref, String room, String text) {
    return command(
        "sendMessage",
        ref,
        Json.object("conversationId", room, "content", text, "clientMessageId", text));
  }

  private static ObjectNode command(String event, String ref, ObjectNode payload) {
    ObjectNode command = Json.object("event", event, "ref", ref);
    command.set("payload", payload);
    return command;
  }

  /** One for all of them. */
  static String frame(List<ObjectNode> commands) {
    return commands.stream().map(ObjectNode::toString).collect(Collectors.joining(",", "[", "]"));
  }
}
