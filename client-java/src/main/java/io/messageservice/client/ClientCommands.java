package io.messageservice.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Commands as frames, and what waits for their replies, matched by {@code ref}. The thread of the
 * client calls.
 */
final class ClientCommands {

  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, PendingReply> pending = new HashMap<>();
  private long refs;

  int pending() {
    return pending.size();
  }

  /** The frame of a command whose reply is waited for. */
  String frame(String event, ObjectNode payload, PendingReply reply) {
    String ref = Long.toString(++refs);
    pending.put(ref, reply);
    return json.createObjectNode()
        .put("event", event)
        .put("ref", ref)
        .set("payload", payload)
        .toString();
  }

  /** What arrived; a node without members where it is no JSON. */
  JsonNode read(String text) {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /** Hands a reply to the caller that waits for it. */
  void replied(JsonNode reply) {
    @Nullable PendingReply waiting = pending.remove(reply.path("ref").asText());
    if (waiting == null) {
      return;
    }
    if (reply.path("success").asBoolean()) {
      waiting.succeeded(reply);
    } else {
      waiting.refused(CommandFailed.of(reply));
    }
  }

  /** The connection has ended. */
  void lost() {
    List<PendingReply> all = List.copyOf(pending.values());
    pending.clear();
    all.forEach(PendingReply::lost);
  }
}
