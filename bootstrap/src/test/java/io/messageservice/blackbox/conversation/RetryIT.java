package io.messageservice.blackbox.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Attachments;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code clientMessageId}: the same again is answered again, and heard once. */
@AlsoInCluster
@AlsoOverSse
final class RetryIT extends Scenario {

  private final String lobby = id("lobby");

  private JsonNode say(Client client, String key, String content, Object... more) {
    List<Object> payload =
        new ArrayList<>(
            List.of("conversationId", lobby, "content", content, "clientMessageId", key));
    payload.addAll(List.of(more));
    return client.ask("sendMessage", payload.toArray());
  }

  private JsonNode refuse(Client client, String key, String content, Object... more) {
    List<Object> payload =
        new ArrayList<>(
            List.of("conversationId", lobby, "content", content, "clientMessageId", key));
    payload.addAll(List.of(more));
    return client.refused("invalid_payload", "sendMessage", payload.toArray());
  }

  private static boolean duplicate(JsonNode reply) {
    return reply.path("duplicate").asBoolean();
  }

  @Test
  void retryIsAnsweredAgainButHeardOnce() {
    Client alice = connect("alice");
    Client alicesPhone = connect("alice");
    Client bob = connect("bob", lobby);

    JsonNode first = say(alice, "k1", "hello");
    JsonNode second = say(alice, "k1", "hello");

    assertThat(duplicate(first)).isFalse();
    assertThat(duplicate(second)).isTrue();
    assertThat(second.get("message")).isEqualTo(first.get("message"));
    bob.expectMessage(first.get("message"));
    alicesPhone.expectMessage(first.get("message"));
    JsonNode next = alice.say(lobby, "sentinel");
    assertThat(next.get("seq").asLong()).isEqualTo(2);
    bob.expectMessage(next);
    alicesPhone.expectMessage(next);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"b\":[1,{\"c\":null}]}",
        "{\"b\":[1,{\"c\":null}],\"a\":1}",
        "{ \"a\" : 1.0 , \"b\" : [ 1e0 , { \"\\u0063\" : null } ] }"
      })
  void metadataIsComparedByValue(String again) {
    Client alice = connect("alice");
    alice.sendText(file("{\"a\":1,\"b\":[1,{\"c\":null}]}"));
    JsonNode first = alice.expectReply("sendMessage");

    alice.sendText(file(again));
    JsonNode second = alice.expectReply("sendMessage");

    assertThat(duplicate(second)).isTrue();
    assertThat(second.get("message")).isEqualTo(first.get("message"));
    alice.sendText(file("{\"a\":2,\"b\":[1,{\"c\":null}]}"));
    alice.expectError("invalid_payload", "sendMessage");
  }

  private String file(String metadata) {
    return Client.command(
            "sendMessage",
            "conversationId",
            lobby,
            "clientMessageId",
            "k1",
            "attachments",
            Json.array(Attachments.with("metadata", "METADATA")))
        .toString()
        .replace("\"METADATA\"", metadata);
  }

  @Test
  void messageCarriesItsKeyToEverybody() {
    Client alice = connect("alice");
    Client bob = connect("bob", lobby);

    JsonNode message = say(alice, "k1", "hello").get("message");

    assertThat(message.get("clientMessageId").asText()).isEqualTo("k1");
    bob.expectMessage(message);
    assertThat(bob.ask("fetchMessages", "conversationId", lobby).get("messages").get(0))
        .isEqualTo(message);
  }

  @Test
  void retryMayComeFromAnotherConnection() {
    Client alice = connect("alice");
    Client alicesPhone = connect("alice");
    JsonNode first = say(alice, "k1", "hello");
    alicesPhone.expectMessage(first.get("message"));
    alice.close();

    JsonNode again = say(alicesPhone, "k1", "hello");

    assertThat(duplicate(again)).isTrue();
    assertThat(again.get("message")).isEqualTo(first.get("message"));
  }

  @Test
  void retriesInARowAreOneMessage() {
    Client alice = connect("alice");
    for (int i = 0; i < 10; i++) {
      alice.send(
          "sendMessage", "conversationId", lobby, "content", "hello", "clientMessageId", "k1");
    }

    List<JsonNode> messages = new ArrayList<>();
    int duplicates = 0;
    for (int i = 0; i < 10; i++) {
      JsonNode reply = alice.expectReply("sendMessage");
      messages.add(reply.get("message"));
      duplicates += duplicate(reply) ? 1 : 0;
    }

    assertThat(messages).containsOnly(messages.get(0));
    assertThat(duplicates).isEqualTo(9);
    assertThat(alice.say(lobby, "next").get("seq").asLong()).isEqualTo(2);
  }

  @Test
  void sameKeyWithOtherContentIsRefused() {
    Client alice = connect("alice");
    Client bob = connect("bob", lobby);
    bob.expectMessage(say(alice, "k1", "hello").get("message"));

    assertThat(refuse(alice, "k1", "good bye").get("error").asText()).contains("clientMessageId");
    refuse(alice, "k1", "hello", "attachments", Json.array(Attachments.minimal()));

    bob.hearsNothing();
  }

  @Test
  void attachmentsBelongToTheSameness() {
    Client alice = connect("alice");
    JsonNode first = say(alice, "k1", "files", "attachments", Json.array(Attachments.full()));

    JsonNode again = say(alice, "k1", "files", "attachments", Json.array(Attachments.full()));

    assertThat(duplicate(again)).isTrue();
    assertThat(again.get("message")).isEqualTo(first.get("message"));
    refuse(alice, "k1", "files");
    refuse(
        alice,
        "k1",
        "files",
        "attachments",
        Json.array(Attachments.with("metadata", Json.object("width", 641))));
  }

  @Test
  void keysAreUniquePerSenderAndConversation() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    JsonNode hers = say(alice, "k1", "hello");

    JsonNode his = say(bob, "k1", "hello");
    alice.expectMessage(his.get("message"));
    JsonNode elsewhere =
        alice.ask(
            "sendMessage",
            "conversationId",
            id("elsewhere"),
            "content",
            "hello",
            "clientMessageId",
            "k1");

    assertThat(duplicate(his)).isFalse();
    assertThat(his.get("message").get("id")).isNotEqualTo(hers.get("message").get("id"));
    assertThat(duplicate(elsewhere)).isFalse();
    assertThat(elsewhere.get("message").get("seq").asLong()).isEqualTo(1);
  }

  @Test
  void messagesWithoutAKeyAreNeverTheSame() {
    Client alice = connect("alice");

    JsonNode first = alice.say(lobby, "hello");
    JsonNode second = alice.say(lobby, "hello");

    assertThat(second.get("id")).isNotEqualTo(first.get("id"));
    assertThat(second.get("seq").asLong()).isEqualTo(2);
  }

  @Test
  void retryOfTheFirstDirectMessageIsOne() {
    Client alice = connect("alice");
    Client bob = connect("bob");

    JsonNode first = say(alice, "k1", "just us", "receiverId", bob.userId());
    JsonNode again = say(alice, "k1", "just us", "receiverId", bob.userId());

    assertThat(duplicate(again)).isTrue();
    bob.expectMessage(first.get("message"));
    bob.hearsNothing();
  }
}
