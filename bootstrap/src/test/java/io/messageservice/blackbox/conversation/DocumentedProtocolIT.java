package io.messageservice.blackbox.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Client.Door;
import io.messageservice.blackbox.ClusterMode;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Plays the examples of {@code docs/protocol.md} as the session that they are: what a user sends is
 * sent, what they receive must be the next frame of their connection, member by member.
 */
@AlsoInCluster
@AlsoOverSse
final class DocumentedProtocolIT {

  /** Members whose values the service chooses: the same on the page is the same in the session. */
  private static final Set<String> CHOSEN =
      Set.of(
          "id",
          "messageId",
          "conversationId",
          "createdAt",
          "editedAt",
          "deletedAt",
          "updatedAt",
          "cursor",
          "epoch",
          "since",
          "connectionId",
          "lastSeenAt");

  private final List<PageExample> examples = PageExample.all();
  private final Map<String, String> chosen = new HashMap<>();
  private final Map<String, Client> clients = new LinkedHashMap<>();

  @Test
  void everyExampleIsWhatHappens() {
    try (ServiceProcess service = ServiceProcess.ready(Map.of())) {
      examples.forEach(example -> play(example, service));
      clients.values().forEach(Client::hearsNothing);
      clients.values().forEach(Client::close);
    }

    assertThat(examples).hasSizeGreaterThan(40);
  }

  private void play(PageExample example, ServiceProcess service) {
    Client client = clientOf(example.user(), service);
    if (!example.connects().isEmpty()) {
      clientOf(example.connects(), service);
    }
    if (!example.disconnects().isEmpty()) {
      clientOf(example.disconnects(), service).hearsNothing();
      clientOf(example.disconnects(), service).close();
      clients.remove(example.disconnects());
    }
    if (example.sent()) {
      client.sendText(toSend(example.text()));
    } else {
      JsonNode heard = client.next();
      compare(Json.parse(example.text()), heard, "line " + example.line());
      if (heard.path("event").asText().equals("newMessage")) { // receipts and typing may follow
        ClusterMode.awaitInterest(service, heard.at("/data/conversationId").asText());
      }
    }
  }

  private Client clientOf(String user, ServiceProcess service) {
    return clients.computeIfAbsent(
        user,
        name -> {
          Client client = connect(name, service);
          Scenario.awaitPresenceTold(service);
          return client;
        });
  }

  /** Alice hears of Bob's presence, nobody of anybody else's. */
  private Client connect(String user, ServiceProcess service) {
    if (isGreeted(user)) {
      return new Door(service.address("/"))
          .subprotocols("message-service.v1", "bearer." + Tokens.of(user))
          .open(user);
    }
    return new Door(service.address("/?token=" + Tokens.of(user)))
        .watching(other -> user.equals("alice") && other.equals("bob"))
        .open(user);
  }

  private boolean isGreeted(String user) {
    return examples.stream()
        .filter(example -> example.user().equals(user))
        .anyMatch(example -> example.text().contains("\"hello\""));
  }

  /** The frame with what the service chose in place of what the page says. */
  private String toSend(String text) {
    if (!text.startsWith("{")) {
      return text;
    }
    JsonNode frame = Json.parse(text);
    for (String id : List.of("messageId", "replyTo", "conversationId", "since")) {
      if (frame.path("payload") instanceof ObjectNode payload && payload.has(id)) {
        String onPage = payload.get(id).asText();
        payload.put(id, chosen.getOrDefault(onPage, onPage));
      }
    }
    return frame.toString();
  }

  private void compare(JsonNode page, JsonNode actual, String where) {
    if (page.isObject()) {
      assertThat(Json.members(actual)).as("%s: %s", where, actual).isEqualTo(Json.members(page));
      page.properties()
          .forEach(
              member ->
                  compareMember(
                      member.getKey(),
                      member.getValue(),
                      actual.get(member.getKey()),
                      where + " " + member.getKey()));
    } else if (page.isArray()) {
      assertThat(actual).as(where).hasSameSizeAs(page);
      for (int i = 0; i < page.size(); i++) {
        compare(page.get(i), actual.get(i), where + "[" + i + "]");
      }
    } else {
      assertThat(actual).as(where).isEqualTo(page);
    }
  }

  private void compareMember(String name, JsonNode page, JsonNode actual, String where) {
    if (CHOSEN.contains(name)) {
      String first = chosen.computeIfAbsent(page.asText(), text -> actual.asText());
      assertThat(actual).as(where).isEqualTo(TextNode.valueOf(first));
    } else {
      compare(page, actual, where);
    }
  }
}
