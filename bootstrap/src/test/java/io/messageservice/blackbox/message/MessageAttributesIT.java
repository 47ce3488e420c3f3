package io.messageservice.blackbox.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What messages are beside their content: types, metadata, replies and mentions. */
@AlsoInCluster
@AlsoOverSse
final class MessageAttributesIT extends Scenario {

  private final String lobby = id("lobby");

  private JsonNode send(Client client, Object... members) {
    return client.ask("sendMessage", with(lobby, members)).get("message");
  }

  private static Object[] with(String conversation, Object... members) {
    Object[] all = new Object[members.length + 4];
    System.arraycopy(new Object[] {"conversationId", conversation, "content", "hi"}, 0, all, 0, 4);
    System.arraycopy(members, 0, all, 4, members.length);
    return all;
  }

  private static String idOf(JsonNode message) {
    return message.get("id").asText();
  }

  @Test
  void everybodyHearsThemAndTheyStay() {
    Client alice = connect("alice", lobby);
    Client bob = connectV1("bob", lobby);
    JsonNode first = alice.say(lobby, "first");
    bob.expectMessage(first);
    JsonNode metadata = Json.parse("{\"n\":1.50,\"emoji\":\"👍\",\"deep\":[{\"a\":null}]}");

    JsonNode sent =
        send(
            alice,
            "type",
            "poll",
            "metadata",
            metadata,
            "replyTo",
            idOf(first),
            "mentions",
            List.of(bob.userId(), bob.userId(), id("nobody")));

    assertThat(sent.get("type").asText()).isEqualTo("poll");
    assertThat(sent.get("metadata")).isEqualTo(metadata);
    assertThat(sent.get("replyTo")).isEqualTo(Json.object("messageId", idOf(first), "seq", 1));
    assertThat(sent.get("mentions")).isEqualTo(Json.array(bob.userId()));
    bob.expectMessage(sent);
    assertThat(bob.ask("fetchMessages", "conversationId", lobby).get("messages"))
        .isEqualTo(Json.array(first, sent));
    assertThat(bob.ask("listConversations").get("conversations").get(0).get("lastMessage"))
        .isEqualTo(sent);

    JsonNode edited =
        alice.ask("editMessage", "messageId", idOf(sent), "content", "ho").get("message");
    ObjectNode expected = sent.deepCopy();
    expected.put("content", "ho").put("rev", 3).set("editedAt", edited.get("editedAt"));
    assertThat(edited).isEqualTo(expected);
    assertThat(bob.expectPush("messageChanged")).isEqualTo(edited);
  }

  @Test
  void aDeletedMessageKeepsItsTypeAndRepliesToItKeepTheirs() {
    Client alice = connect("alice", lobby);
    JsonNode first = send(alice, "type", "poll", "metadata", Json.object("a", 1));
    JsonNode reply = send(alice, "replyTo", idOf(first));

    JsonNode deleted = alice.ask("deleteMessage", "messageId", idOf(first)).get("message");

    assertThat(deleted.get("type").asText()).isEqualTo("poll");
    assertThat(deleted.has("metadata")).isFalse();
    assertThat(alice.ask("fetchMessages", "conversationId", lobby).get("messages"))
        .isEqualTo(Json.array(deleted, reply));
    JsonNode late = send(alice, "replyTo", idOf(first));
    assertThat(late.get("replyTo")).isEqualTo(reply.get("replyTo"));
  }

  @Test
  void metadataIsEditedAndRemoved() {
    Client alice = connect("alice", lobby);
    JsonNode sent = send(alice, "metadata", Json.object("a", 1, "b", 2));
    Object[] same = {"messageId", idOf(sent), "metadata", Json.parse("{\"b\":2.0,\"a\":1}")};
    Object[] other = {"messageId", idOf(sent), "metadata", Json.object("a", 2)};
    Object[] none = {"messageId", idOf(sent), "metadata", NullNode.getInstance()};

    assertThat(alice.ask("editMessage", same).get("message")).isEqualTo(sent);
    JsonNode changed = alice.ask("editMessage", other).get("message");
    assertThat(changed.get("metadata")).isEqualTo(Json.object("a", 2));
    assertThat(changed.get("rev").asLong()).isEqualTo(2);
    JsonNode removed = alice.ask("editMessage", none).get("message");
    assertThat(removed.has("metadata")).isFalse();
    assertThat(removed.get("rev").asLong()).isEqualTo(3);
  }

  @Test
  void aRetryIsComparedWithItsMetadata() {
    Client alice = connect("alice", lobby);
    Object[] first = with(lobby, "metadata", Json.object("a", 1), "clientMessageId", "k1");
    JsonNode sent = alice.ask("sendMessage", first).get("message");

    JsonNode again = alice.ask("sendMessage", first);
    assertThat(again.get("duplicate").asBoolean()).isTrue();
    assertThat(again.get("message")).isEqualTo(sent);
    alice.refused(
        "invalid_payload",
        "sendMessage",
        with(lobby, "metadata", Json.object("a", 2), "clientMessageId", "k1"));
    alice.refused("invalid_payload", "sendMessage", with(lobby, "clientMessageId", "k1"));
  }

  @Test
  void whatMayNotBeSentIsRefused() {
    Client alice = connect("alice", lobby);
    JsonNode elsewhere = alice.say(id("elsewhere"), "there");
    List<String> tooMany = Collections.nCopies(51, "bob");

    alice.refused("not_found", "sendMessage", with(lobby, "replyTo", "none"));
    alice.refused("not_found", "sendMessage", with(lobby, "replyTo", idOf(elsewhere)));
    alice.refused("forbidden", "sendMessage", with(lobby, "type", "system"));
    alice.refused("forbidden", "sendMessage", with(lobby, "type", "System.joined"));
    alice.refused("forbidden", "sendMessage", with(lobby, "mentions", "all"));
    alice.refused("too_large", "sendMessage", with(lobby, "mentions", tooMany));
    alice.refused("invalid_payload", "sendMessage", with(lobby, "mentions", "bob"));
    alice.refused("invalid_payload", "sendMessage", with(lobby, "metadata", List.of()));
    alice.refused("invalid_payload", "sendMessage", with(lobby, "type", "x".repeat(65)));
    alice.refused(
        "too_large", "sendMessage", with(lobby, "metadata", Json.object("a", "é".repeat(2_050))));
    JsonNode fits = send(alice, "metadata", Json.object("a", "é".repeat(2_044)));
    assertThat(fits.get("seq").asLong()).isEqualTo(1);
  }
}
