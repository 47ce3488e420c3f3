package io.messageservice.kill.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Json;
import io.messageservice.kill.event.RecordingReceiver.Taken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Compares what was acknowledged, the log, and what was read and received of it. */
final class EventVerdict {

  private static final int SHOWN = 20;

  private final List<String> wrong = new ArrayList<>();
  private final List<JsonNode> log;

  EventVerdict(List<JsonNode> log) {
    this.log = log;
    List<String> ids = Json.texts(log, "id");
    require("the ids of the log grow", ids, List.copyOf(new TreeSet<>(ids)));
    require("one epoch", ids.stream().map(id -> id.split("-", -1)[0]).distinct().count(), 1L);
  }

  private void require(String what, Object found, Object expected) {
    if (!found.equals(expected)) {
      wrong.add(what + ": " + found + " instead of " + expected);
    }
  }

  private void requireSame(String what, List<String> found, List<String> expected) {
    if (!found.equals(expected)) {
      List<String> missing = new ArrayList<>(expected);
      missing.removeAll(new TreeSet<>(found));
      List<String> more = new ArrayList<>(found);
      more.removeAll(new TreeSet<>(expected));
      wrong.add(
          String.format(
              "%s: %d of %d; missing %s; not there %s",
              what, found.size(), expected.size(), first(missing), first(more)));
    }
  }

  private static List<String> first(List<String> all) {
    return all.subList(0, Math.min(SHOWN, all.size()));
  }

  /** All that was acknowledged is in the log. */
  void acknowledged(EventFacts facts) {
    List<String> missing = facts.missingIn(EventFacts.of(log));
    if (!missing.isEmpty()) {
      wrong.add("acknowledged but not in the log: " + first(missing));
    }
  }

  /** Each message of a conversation was created once, with its content and in its place. */
  void messages(String conversation, long head) {
    long seq = 0;
    for (JsonNode event : of(conversation)) {
      if (event.get("type").asText().equals("message.created")) {
        require("the next message of " + conversation, event.at("/data/seq").asLong(), ++seq);
        require("has a message", event.at("/data").has("message"), true);
      }
    }
    require("messages of " + conversation, seq, head);
  }

  private List<JsonNode> of(String subject) {
    return log.stream().filter(event -> subject(event).equals(subject)).toList();
  }

  /** The conversation of an event, or its user where it has none. */
  static String subject(JsonNode event) {
    JsonNode data = event.get("data");
    return data.path("conversationId").asText(data.path("userId").asText());
  }

  /** A reader that goes on as the log grows reads the same, and nothing but what came later. */
  void followed(List<String> ids) {
    requireSame("read as the log grew", upToEnd(ids), Json.texts(log, "id"));
  }

  private List<String> upToEnd(List<String> ids) {
    return ids.stream().filter(id -> id.compareTo(end()) <= 0).toList();
  }

  private String end() {
    return log.get(log.size() - 1).get("id").asText();
  }

  /** What is left in each conversation where those whose id is not higher are dropped. */
  void received(List<Taken> all) {
    Map<String, List<String>> once = new HashMap<>();
    for (Taken one : all) {
      List<String> before = once.computeIfAbsent(one.subject(), id -> new ArrayList<>());
      if (one.id().compareTo(end()) > 0) {
        continue; // happened after the log was read
      }
      if (before.isEmpty() || one.id().compareTo(before.get(before.size() - 1)) > 0) {
        before.add(one.id());
      }
    }
    for (String subject : once.keySet()) {
      requireSame(
          "received of " + subject,
          once.getOrDefault(subject, List.of()),
          Json.texts(of(subject), "id"));
    }
    require("received", once.values().stream().mapToInt(List::size).sum(), log.size());
  }

  /** What is wrong with the events of users. */
  void users(List<String> faults) {
    wrong.addAll(faults);
  }

  void badges(Map<String, Integer> shown, Map<String, Integer> unread) {
    require("badges", shown, unread);
  }

  void forged(int count) {
    require("calls that are not signed well", count, 0);
  }

  /** Empty where all is as it must be. */
  List<String> wrong() {
    return wrong;
  }
}
