package io.messageservice.blackbox.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events of the clients' own, for the room. */
@AlsoInCluster
@AlsoOverSse
final class CustomEventsIT extends Scenario {

  private final String lobby = id("lobby");

  private void sends(Client client, JsonNode data) {
    JsonNode reply =
        client.ask("sendEvent", "conversationId", lobby, "name", "moved", "data", data);
    assertThat(reply.get("conversationId").asText()).isEqualTo(lobby);
  }

  private void expectEvent(Client client, Client by, JsonNode data) {
    assertThat(client.expectPush("customEvent"))
        .isEqualTo(
            Json.object(
                "conversationId", lobby, "userId", by.userId(), "name", "moved", "data", data));
  }

  @Test
  void othersInTheRoomHearThemInOrder() {
    Client alice = connectV1("alice", lobby);
    Client alicesPhone = connectV1("alice", lobby);
    Client bob = connectV1("bob", lobby);
    Client old = connect("old", lobby);
    Client away = connectV1("bob");
    awaitInterest(lobby);

    List<JsonNode> all =
        List.of(
            Json.object("x", 3, "text", "👍"),
            Json.parse("[1.50,null,true]"),
            Json.parse("\"a\""),
            Json.object("x", 4));
    all.forEach(data -> sends(alice, data));

    for (JsonNode data : all) {
      expectEvent(alicesPhone, alice, data);
      expectEvent(bob, alice, data);
    }
    sends(old, Json.object("x", 5));
    for (Client client : List.of(alice, alicesPhone, bob)) {
      expectEvent(client, old, Json.object("x", 5));
    }
    List.of(alice, alicesPhone, bob, old, away).forEach(Client::hearsNothing);
    assertThat(away.ask("fetchMessages", "conversationId", lobby).get("messages")).isEmpty();
  }

  @Test
  void onlyWhoIsInTheRoomSends() {
    Client alice = connect("alice", lobby);
    Client bob = connectV1("bob");

    bob.refused("forbidden", "sendEvent", "conversationId", lobby, "name", "moved");
    bob.join(lobby);
    bob.ask("sendEvent", "conversationId", lobby, "name", "moved");
    bob.ask("leaveConversation", "conversationId", lobby);
    bob.refused("forbidden", "sendEvent", "conversationId", lobby, "name", "moved");
    alice.hearsNothing();
  }

  @Test
  void whatIsTooLargeOrWrongIsRefused() {
    Client alice = connect("alice", lobby);

    alice.refused("invalid_payload", "sendEvent", "conversationId", lobby);
    alice.refused("invalid_payload", "sendEvent", "conversationId", lobby, "name", "");
    alice.refused("invalid_payload", "sendEvent", "conversationId", lobby, "name", "x".repeat(65));
    alice.refused(
        "too_large",
        "sendEvent",
        "conversationId",
        lobby,
        "name",
        "moved",
        "data",
        "x".repeat(4_095));
    sends(alice, Json.object("text", "x".repeat(4_085)));
  }
}
