package io.messageservice.kill.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What happened, and how often: as it was acknowledged, or as events name it. Any thread. */
final class EventFacts {

  private final Map<String, Integer> counts = new ConcurrentHashMap<>();

  void note(Object... words) {
    counts.merge(name(words), 1, Integer::sum);
  }

  private static String name(Object... words) {
    return String.join(" ", List.of(words).stream().map(String::valueOf).toList());
  }

  int count() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** What is here more often than there. */
  List<String> missingIn(EventFacts others) {
    List<String> missing = new ArrayList<>();
    counts.forEach(
        (fact, count) -> {
          int there = others.counts.getOrDefault(fact, 0);
          if (there < count) {
            missing.add(fact + ": " + there + " of " + count);
          }
        });
    return missing;
  }

  static EventFacts of(List<JsonNode> events) {
    EventFacts facts = new EventFacts();
    events.forEach(facts::add);
    return facts;
  }

  private void add(JsonNode event) {
    String type = event.get("type").asText();
    JsonNode data = event.get("data");
    String conversation = data.path("conversationId").asText();
    switch (type) {
      case "message.created", "message.changed", "message.deleted" ->
          note(type, conversation, data.get("seq").asLong(), data.at("/message/id").asText());
      case "reaction.changed" ->
          note(
              type,
              data.get("messageId").asText(),
              data.get("userId").asText(),
              data.get("reaction").asText(),
              data.get("added").asBoolean());
      case "receipt.read" ->
          note(type, conversation, data.get("userId").asText(), data.get("readUpTo").asLong());
      case "participant.added", "participant.removed" ->
          data.get("userIds").forEach(user -> note(type, conversation, user.asText()));
      default -> note(type, conversation);
    }
  }
}
