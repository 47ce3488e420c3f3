package io.messageservice.blackbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import java.net.URLEncoder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Delivered marks and preferences over HTTP reach those who are connected. */
@AlsoInCluster
final class PersonalOverHttpIT extends HttpScenario {

  private static final JsonNode NULL = NullNode.getInstance();

  private final String lobby = id("lobby");

  @Test
  void whatIsDeliveredIsPushed() {
    Client alice = connectV1("alice", lobby);
    Client bob = connectV1("bob", lobby);
    bob.expectMessage(alice.say(lobby, "hi"));
    awaitInterest(lobby);

    assertThat(user("bob").put(at(lobby) + "/delivered", "upToSeq", 7).as(200))
        .isEqualTo(Json.object("conversationId", lobby, "deliveredUpTo", 1));

    for (Client client : List.of(alice, bob)) {
      assertThat(client.expectPush("messageDelivered"))
          .isEqualTo(
              Json.object("conversationId", lobby, "userId", bob.userId(), "deliveredUpTo", 1));
    }
    JsonNode reader = Json.object("userId", bob.userId(), "readUpTo", 0, "deliveredUpTo", 1);
    assertThat(user("alice").get(at(lobby)).as(200).at("/conversation/readers"))
        .isEqualTo(Json.array(reader));
    assertThat(user("alice").get(at(lobby) + "/participants").as(200).at("/participants/1"))
        .isEqualTo(
            Json.object(
                "userId", bob.userId(), "role", "member", "readUpTo", 0, "deliveredUpTo", 1));
  }

  @Test
  void preferencesArePushedAndListed() {
    Client bob = connectV1("bob", lobby);
    Client laptop = connectV1("bob", lobby);
    awaitInterest(lobby);

    JsonNode set =
        user("bob")
            .put(at(lobby) + "/preferences", "mutedUntil", "forever", "hidden", true)
            .as(200);

    assertThat(set)
        .isEqualTo(Json.object("conversationId", lobby, "mutedUntil", "forever", "hidden", true));
    assertThat(bob.expectPush("preferencesChanged")).isEqualTo(set);
    assertThat(laptop.expectPush("preferencesChanged")).isEqualTo(set);
    assertThat(user("bob").get(CONVERSATIONS).as(200).get("conversations")).isEmpty();
    JsonNode listed =
        user("bob").get(CONVERSATIONS + "?hidden=true").as(200).at("/conversations/0");
    JsonNode got = user("bob").get(at(lobby)).as(200).get("conversation");
    for (JsonNode conversation : List.of(listed, got)) {
      assertThat(conversation.get("mutedUntil").asText()).isEqualTo("forever");
      assertThat(conversation.get("hidden").asBoolean()).isTrue();
    }
    user("bob").put(at(lobby) + "/preferences", "mutedUntil", NULL, "hidden", false).as(200);
    assertThat(user("bob").get(CONVERSATIONS).as(200).get("conversations")).hasSize(1);
    for (Client client : List.of(bob, laptop)) {
      assertThat(client.expectPush("preferencesChanged"))
          .isEqualTo(Json.object("conversationId", lobby, "mutedUntil", NULL, "hidden", false));
    }
  }

  @Test
  void whatChangedSinceIsListed() {
    String path = CONVERSATIONS + "?since=";
    String before = since(user("bob").get(CONVERSATIONS).as(200));
    String unused = created("bob");
    String group = created("bob");

    JsonNode changed = user("bob").get(path + before).as(200).get("conversations");
    assertThat(Json.texts(changed, "conversationId")).contains(group).hasSize(2);
    user("bob").delete(at(group) + "/participants/" + id("bob")).as(200);
    JsonNode removed = user("bob").get(path + before).as(200);
    assertThat(removed.get("conversations"))
        .contains(Json.object("conversationId", group, "removed", true));
    assertThat(removed.has("since")).isTrue();
    JsonNode reset = user("bob").get(path + "other").as(200);
    assertThat(reset.get("reset").asBoolean()).isTrue();
    assertThat(reset.get("conversations")).hasSize(1);
  }

  private String created(String participant) {
    return user("alice")
        .post(CONVERSATIONS, "participants", List.of(id(participant)))
        .as(201)
        .at("/conversation/conversationId")
        .asText();
  }

  private static String since(JsonNode page) {
    return URLEncoder.encode(page.get("since").asText(), UTF_8);
  }

  @Test
  void whatIsWrongIsRefused() {
    Client unused = connect("alice", lobby);
    HttpUser alice = user("alice");

    alice.put(at(lobby) + "/delivered").refused(400, "invalid_payload");
    alice.put(at(lobby) + "/delivered", "upToSeq", "1").refused(400, "invalid_payload");
    alice.put(at(lobby) + "/preferences").refused(400, "invalid_payload");
    alice.put(at(lobby) + "/preferences", "hidden", 1).refused(400, "invalid_payload");
    alice.put(at(lobby) + "/preferences", "mutedUntil", "soon").refused(400, "invalid_payload");
    alice.get(CONVERSATIONS + "?hidden=yes").refused(400, "invalid_payload");
    user("eve").put(at(lobby) + "/delivered", "upToSeq", 1).refused(403, "forbidden");
    user("eve").put(at(lobby) + "/preferences", "hidden", true).refused(403, "forbidden");
    alice
        .put(at(lobby) + "/preferences", "hidden", true, "userId", id("eve"))
        .refused(403, "forbidden");
  }
}
