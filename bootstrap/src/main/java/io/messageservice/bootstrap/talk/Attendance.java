package io.messageservice.bootstrap.talk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.client.MessageClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Who takes part in a conversation, in a line. */
final class Attendance {

  /** As many as both commands take at once. */
  private static final int MOST = 200;

  private Attendance() {}

  /** Asks the service. */
  static CompletableFuture<String> of(MessageClient client, String conversation) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    return client
        .command(
            "fetchParticipants", payload.put("conversationId", conversation).put("limit", MOST))
        .thenCompose(
            participants ->
                client
                    .command("getPresence", asking(participants))
                    .thenApply(presence -> line(participants, presence)));
  }

  private static ObjectNode asking(JsonNode participants) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    for (JsonNode each : participants.path("participants")) {
      payload.withArray("userIds").add(each.path("userId").asText());
    }
    return payload;
  }

  /** From the answers to both commands. */
  static String line(JsonNode participants, JsonNode presence) {
    Set<String> online = new HashSet<>();
    for (JsonNode each : presence.path("statuses")) {
      if (each.path("online").asBoolean()) {
        online.add(each.path("userId").asText());
      }
    }
    List<String> users = new ArrayList<>();
    for (JsonNode each : participants.path("participants")) {
      users.add(user(each, online));
    }
    return "here: " + String.join(", ", users) + (participants.has("cursor") ? ", …" : "");
  }

  private static String user(JsonNode participant, Set<String> online) {
    String id = participant.path("userId").asText();
    String role = participant.path("role").asText("member");
    List<String> marks = new ArrayList<>();
    if (!role.equals("member")) {
      marks.add(role);
    }
    if (online.contains(id)) {
      marks.add("online");
    }
    return marks.isEmpty() ? id : id + " (" + String.join(", ", marks) + ")";
  }
}
