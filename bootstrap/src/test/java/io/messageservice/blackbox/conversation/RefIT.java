package io.messageservice.blackbox.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code ref}: echoed, and always answered. */
@AlsoInCluster
@AlsoOverSse
final class RefIT extends Scenario {

  private final String lobby = id("lobby");

  private static JsonNode withRef(Client client, Object ref, String event, Object... payload) {
    return client.send(command(ref, event, payload)).next();
  }

  private static ObjectNode command(Object ref, String event, Object... payload) {
    return Client.command(event, payload).setAll(Json.object("ref", ref));
  }

  @Test
  void textsAndIntegersAreEchoedAsTheyAre() {
    Client alice = connect("alice");
    List<Object> refs = List.of("a", "7", "grüezi \"🌄\" \\ \n", 7, 0, -1, 9_007_199_254_740_993L);

    for (Object ref : refs) {
      JsonNode reply = withRef(alice, ref, "joinConversation", "conversationId", lobby);
      assertThat(reply.get("success").asBoolean()).isTrue();
      assertThat(reply.get("ref")).isEqualTo(Json.parse(Json.object("r", ref).toString()).get("r"));
    }
  }

  @Test
  void everyReplyEchoes() {
    Client alice = connect("alice");

    JsonNode sent =
        withRef(alice, "r1", "sendMessage", "conversationId", lobby, "content", "hello");
    String messageId = sent.get("message").get("id").asText();

    assertThat(sent.get("ref").asText()).isEqualTo("r1");
    assertThat(sent.get("message").has("ref")).isFalse();
    expectEcho(alice, "markAsRead", "messageId", messageId);
    expectEcho(alice, "markConversationAsRead", "conversationId", lobby);
    expectEcho(alice, "joinConversation", "conversationId", lobby);
    expectEcho(alice, "fetchMessages", "conversationId", lobby);
    expectEcho(alice, "listConversations");
    expectEcho(alice, "leaveConversation", "conversationId", lobby);
  }

  private static void expectEcho(Client client, String event, Object... payload) {
    JsonNode reply = withRef(client, "of-" + event, event, payload);
    assertThat(reply.path("success").asBoolean()).as("%s", reply).isTrue();
    assertThat(reply.get("event").asText()).isEqualTo(event);
    assertThat(reply.path("ref").asText()).isEqualTo("of-" + event);
  }

  @Test
  void everyErrorEchoes() {
    Client alice = connect("alice");

    for (String event : List.of("sendMessage", "markAsRead", "typing", "nonsense")) {
      JsonNode error = alice.sendText(command(42, event).toString()).next();
      assertThat(error.get("success").asBoolean()).isFalse();
      assertThat(error.get("event").asText()).isEqualTo(event);
      assertThat(error.path("ref").asInt()).isEqualTo(42);
    }
    JsonNode missing = withRef(alice, "x", "markAsRead", "messageId", "none");
    assertThat(missing.get("code").asText()).isEqualTo("not_found");
    assertThat(missing.get("ref").asText()).isEqualTo("x");
  }

  @Test
  void typingIsAnsweredToo() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    alice.join(lobby);
    bob.join(lobby);
    awaitInterest(lobby);

    expectEcho(alice, "typing", "conversationId", lobby, "isTyping", true);
    assertThat(bob.expectPush("userTyping").has("ref")).isFalse();
    expectEcho(alice, "typing", "conversationId", lobby, "isTyping", false);
    bob.expectPush("userTyping");
  }

  @Test
  void pingAndPongAreAnsweredToo() {
    Client alice = connect("alice");

    assertThat(withRef(alice, 1, "ping").path("ref").asInt()).isEqualTo(1);
    assertThat(withRef(alice, 2, "pong").path("ref").asInt()).isEqualTo(2);
  }

  @Test
  void othersNeverSeeIt() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    bob.join(lobby);

    JsonNode sent =
        withRef(alice, "mine", "sendMessage", "conversationId", lobby, "content", "hello");

    bob.expectMessage(sent.get("message"));
    assertThat(sent.get("message").has("ref")).isFalse();
  }

  @Test
  void whatHasNoneGetsNone() {
    Client alice = connect("alice");

    assertThat(alice.join(lobby).has("ref")).isFalse();
    assertThat(alice.refused("unknown_event", "nonsense").has("ref")).isFalse();
  }
}
