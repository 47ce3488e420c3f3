package io.messageservice.cluster;

import static io.messageservice.application.waiting.Patience.PATIENCE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.application.waiting.Patience;
import io.messageservice.blackbox.Heard;
import io.messageservice.blackbox.Heard.Frame;
import io.messageservice.blackbox.Json;
import io.messageservice.kill.SpokenLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.awaitility.core.ConditionTimeoutException;

/** Asks one node what is stored and who is online, on behalf of a user who may. One thread. */
final class Auditor implements AutoCloseable {

  private static final Duration AGAIN = Duration.ofMillis(200);
  private static final int PAGE = 200;

  private final Node node;
  private final DeviceLink link;

  Auditor(Node node, String user) {
    this.node = node;
    this.link = open(node, user);
  }

  private static DeviceLink open(Node node, String user) {
    try {
      return Patience.await()
          .pollInSameThread()
          .until(() -> DeviceLink.open(node.address(user)), Optional::isPresent)
          .orElseThrow();
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(node + " takes no connection", e);
    }
  }

  /** All that is stored in that conversation after a position. */
  List<SpokenLine> read(String room, long after) {
    List<SpokenLine> lines = new ArrayList<>();
    boolean more = true;
    while (more) {
      long from = lines.isEmpty() ? after : lines.get(lines.size() - 1).seq();
      JsonNode page =
          ask(
              "fetchMessages",
              Json.object("conversationId", room, "afterSeq", from, "limit", PAGE));
      page.path("messages").forEach(message -> lines.add(SpokenLine.of(message)));
      more = page.path("more").asBoolean();
    }
    return lines;
  }

  /** Who of them is online. */
  Map<String, Boolean> presence(List<String> users) {
    Map<String, Boolean> online = new TreeMap<>();
    ask("getPresence", Json.object("userIds", users))
        .path("statuses")
        .forEach(
            status ->
                online.put(status.path("userId").asText(), status.path("online").asBoolean()));
    return online;
  }

  /** The successful answer, whatever else comes before it; what is not possible is asked again. */
  private JsonNode ask(String event, ObjectNode payload) {
    ObjectNode frame = Json.object("event", event);
    frame.set("payload", payload);
    JsonNode answer = possible(frame);
    if (!answer.path("success").asBoolean()) {
      throw new AssertionError(node + " answers " + answer + " to " + frame);
    }
    return answer;
  }

  private JsonNode possible(ObjectNode frame) {
    try {
      return Patience.await()
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(AGAIN)
          .until(
              () -> answer(frame), answer -> !answer.path("code").asText().equals("unavailable"));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(node + " is not able to answer " + frame, e);
    }
  }

  private JsonNode answer(ObjectNode frame) throws InterruptedException {
    link.send(frame);
    while (true) {
      Optional<Heard> heard = link.next(PATIENCE);
      if (heard.isEmpty() || !(heard.get() instanceof Frame answer)) {
        throw new AssertionError(node + " says " + heard + " to " + frame);
      }
      if (answer.json().has("success")) {
        return answer.json();
      }
    }
  }

  @Override
  public void close() {
    link.leave();
  }
}
