package io.messageservice.kill.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the log must have of users in the end, who have not read the last message. */
final class UserFacts {

  private static final List<String> CAME_AND_LEFT = List.of("user.online", "user.offline");

  private final List<JsonNode> log;
  private final List<String> wrong = new ArrayList<>();

  private UserFacts(List<JsonNode> log) {
    this.log = log;
  }

  /** What is wrong, or not there yet. */
  static List<String> wrong(List<JsonNode> log, String last, World world) {
    UserFacts facts = new UserFacts(log);
    facts.reminded(last, world);
    Visitors.USERS.forEach(
        user -> facts.require("events of " + user, facts.moves(user, 2), CAME_AND_LEFT));
    facts.require(
        "events of " + World.ONLINE, facts.moves(World.ONLINE, 1), CAME_AND_LEFT.subList(0, 1));
    return facts.wrong;
  }

  private void require(String what, List<String> found, List<String> expected) {
    if (!found.equals(expected)) {
      wrong.add(what + ": " + found + " instead of " + expected);
    }
  }

  /** Each once since the message; who created the groups may have been before or is then. */
  private void reminded(String last, World world) {
    int sent = 0;
    while (sent < log.size() && !log.get(sent).at("/data/message/content").asText().equals(last)) {
      sent++;
    }
    List<String> reminded =
        log.subList(sent, log.size()).stream()
            .filter(event -> event.get("type").asText().equals("unread.reminder"))
            .map(EventVerdict::subject)
            .filter(user -> !user.equals(World.OWNER))
            .sorted()
            .toList();
    List<String> expected =
        Stream.concat(world.users().stream(), Stream.of(World.ONLINE)).sorted().toList();
    require("reminded of the last message", reminded, expected);
  }

  /** The newest events of that they came and left. */
  private List<String> moves(String user, int count) {
    List<String> types =
        Json.texts(
            log.stream()
                .filter(event -> CAME_AND_LEFT.contains(event.get("type").asText()))
                .filter(event -> EventVerdict.subject(event).equals(user))
                .toList(),
            "type");
    return types.subList(Math.max(0, types.size() - count), types.size());
  }
}
