package io.messageservice.bootstrap.talk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The frames of the wire contract that a talk needs. */
final class Frames {

  /** So many of the last messages are shown at the beginning. */
  private static final int FIRST_PAGE = 20;

  private static final int PAGE = 200;

  private final ObjectMapper json = new ObjectMapper();
  private final String conversation;

  Frames(String conversation) {
    this.conversation = conversation;
  }

  String join() {
    return command("joinConversation", payload(), "join");
  }

  /** The last messages, or where some were seen all that came after. */
  String fetch(long seen) {
    ObjectNode payload = payload().put("limit", seen == 0 ? FIRST_PAGE : PAGE);
    return command("fetchMessages", seen == 0 ? payload : payload.put("afterSeq", seen), "fetch");
  }

  /** The service answers it at once. */
  String ping() {
    return json.createObjectNode().put("event", "ping").toString();
  }

  String send(Outgoing.Line line) {
    ObjectNode payload = payload().put("content", line.content());
    return command("sendMessage", payload.put("clientMessageId", line.id()), line.id());
  }

  /** What came; a node without members where it is no JSON. */
  JsonNode read(String text) {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  boolean isOurs(JsonNode data) {
    return data.path("conversationId").asText().equals(conversation);
  }

  private ObjectNode payload() {
    return json.createObjectNode().put("conversationId", conversation);
  }

  private String command(String event, ObjectNode payload, String ref) {
    ObjectNode frame = json.createObjectNode().put("event", event).put("ref", ref);
    return frame.set("payload", payload).toString();
  }
}
