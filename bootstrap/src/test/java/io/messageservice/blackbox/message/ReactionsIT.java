package io.messageservice.blackbox.message;

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

/** Reactions: who hears of them, how they are counted, and what comes back to whom. */
@AlsoInCluster
@AlsoOverSse
final class ReactionsIT extends Scenario {

  private static final String LIKE = "👍";
  private static final String PARTY = "🎉";

  private final String lobby = id("lobby");

  private static JsonNode react(Client client, String event, JsonNode message, String reaction) {
    return client.ask(event, of(message, reaction));
  }

  private static JsonNode add(Client client, JsonNode message, String reaction) {
    return react(client, "addReaction", message, reaction);
  }

  private static Object[] of(JsonNode message, String reaction) {
    return new Object[] {"messageId", message.get("id").asText(), "reaction", reaction};
  }

  /** The members that answer and push have in common. */
  private static ObjectNode changed(JsonNode message, int rev, String reaction, int count) {
    return Json.object(
        "conversationId",
        message.get("conversationId"),
        "messageId",
        message.get("id"),
        "seq",
        message.get("seq"),
        "rev",
        rev,
        "reaction",
        reaction,
        "count",
        count);
  }

  private static void assertAnswer(JsonNode answer, ObjectNode members) {
    ObjectNode rest = answer.deepCopy();
    rest.remove(List.of("success", "event"));
    assertThat(rest).isEqualTo(members);
  }

  private static void expectReaction(Client client, Client by, boolean added, ObjectNode members) {
    JsonNode expected = members.deepCopy().put("userId", by.userId()).put("added", added);
    client
        .expectReaction(members.get("rev").asLong())
        .ifPresent(push -> assertThat(push).isEqualTo(expected));
  }

  private static ObjectNode counted(String reaction, Client... users) {
    List<String> ids = List.of(users).stream().map(Client::userId).toList();
    return Json.object("reaction", reaction, "count", users.length, "userIds", ids);
  }

  private static JsonNode page(Client client, String conversation) {
    return client.ask("fetchMessages", "conversationId", conversation);
  }

  @Test
  void reactionsAreHeardByTheSubprotocolAloneAndReadByAll() {
    Client alice = connectV1("alice", lobby);
    Client bob = connectV1("bob", lobby);
    Client old = connect("old", lobby);
    JsonNode sent = alice.say(lobby, "hi");
    bob.expectMessage(sent);
    old.expectMessage(sent);

    assertAnswer(add(old, sent, LIKE), changed(sent, 2, LIKE, 1));
    expectReaction(alice, old, true, changed(sent, 2, LIKE, 1));
    expectReaction(bob, old, true, changed(sent, 2, LIKE, 1));
    assertAnswer(add(bob, sent, LIKE), changed(sent, 3, LIKE, 2));
    expectReaction(alice, bob, true, changed(sent, 3, LIKE, 2));
    assertAnswer(add(alice, sent, PARTY), changed(sent, 4, PARTY, 1));
    expectReaction(bob, alice, true, changed(sent, 4, PARTY, 1));

    ObjectNode message = sent.deepCopy();
    message.put("rev", 4);
    message.set("reactions", Json.array(counted(LIKE, old, bob), counted(PARTY, alice)));
    JsonNode page = page(old, lobby);
    assertThat(page.get("messages")).isEqualTo(Json.array(message));
    assertThat(page.get("ownReactions"))
        .isEqualTo(Json.array(Json.object("seq", 1, "reactions", List.of(LIKE))));
    assertThat(alice.join(lobby).get("ownReactions"))
        .isEqualTo(Json.array(Json.object("seq", 1, "reactions", List.of(PARTY))));
    assertThat(alice.ask("listConversations").get("conversations").get(0).get("lastMessage"))
        .isEqualTo(message);

    assertAnswer(react(old, "removeReaction", sent, LIKE), changed(sent, 5, LIKE, 1));
    expectReaction(alice, old, false, changed(sent, 5, LIKE, 1));
    expectReaction(bob, old, false, changed(sent, 5, LIKE, 1));
    JsonNode after = page(old, lobby);
    assertThat(after.at("/messages/0/reactions"))
        .isEqualTo(Json.array(counted(LIKE, bob), counted(PARTY, alice)));
    assertThat(after.has("ownReactions")).isFalse();
  }

  @Test
  void aRepeatIsSuccessWithoutAChange() {
    Client alice = connectV1("alice", lobby);
    Client bob = connectV1("bob", lobby);
    JsonNode sent = alice.say(lobby, "hi");
    bob.expectMessage(sent);
    add(alice, sent, "e\u0301");
    expectReaction(bob, alice, true, changed(sent, 2, "\u00e9", 1));

    JsonNode again = add(alice, sent, "\u00e9");

    ObjectNode expected = changed(sent, 2, "\u00e9", 1);
    expected.remove("rev");
    assertAnswer(again, expected);
    assertThat(react(alice, "removeReaction", sent, LIKE).has("rev")).isFalse();
    JsonNode next = alice.say(lobby, "next");
    assertThat(next.get("rev").asLong()).isEqualTo(3);
    bob.expectMessage(next);
  }

  @Test
  void reactionsAreReadPageByPageInTheirOrder() {
    Client alice = connect("alice", lobby);
    Client bob = connect("bob", lobby);
    Client carol = connect("carol", lobby);
    JsonNode sent = alice.say(lobby, "hi");
    bob.expectMessage(sent);
    carol.expectMessage(sent);
    add(carol, sent, LIKE);
    add(bob, sent, PARTY);
    add(alice, sent, LIKE);
    String id = sent.get("id").asText();

    JsonNode first = alice.ask("fetchReactions", "messageId", id, "limit", 2);
    JsonNode second =
        alice.ask("fetchReactions", "messageId", id, "cursor", first.get("cursor").asText());
    JsonNode likes = alice.ask("fetchReactions", "messageId", id, "reaction", LIKE);

    assertThat(first.get("reactions")).isEqualTo(Json.array(given(LIKE, carol), given(PARTY, bob)));
    assertThat(second.get("reactions")).isEqualTo(Json.array(given(LIKE, alice)));
    assertThat(second.has("cursor")).isFalse();
    assertThat(likes.get("reactions"))
        .isEqualTo(Json.array(given(LIKE, carol), given(LIKE, alice)));
  }

  private static ObjectNode given(String reaction, Client by) {
    return Json.object("reaction", reaction, "userId", by.userId());
  }

  @Test
  void aMessageHasTwentyDifferentReactions() {
    Client alice = connect("alice", lobby);
    Client bob = connect("bob", lobby);
    JsonNode sent = alice.say(lobby, "hi");
    bob.expectMessage(sent);
    for (int n = 0; n < 20; n++) {
      add(alice, sent, "r" + n);
    }

    alice.refused("too_large", "addReaction", of(sent, "one more"));
    assertThat(add(bob, sent, "r7").get("count").asInt()).isEqualTo(2);
    react(alice, "removeReaction", sent, "r0");
    assertThat(add(bob, sent, "one more").get("count").asInt()).isEqualTo(1);
    assertThat(page(bob, lobby).at("/messages/0/reactions")).hasSize(20);
  }

  @Test
  void deletingTakesReactionsAway() {
    Client alice = connectV1("alice", lobby);
    Client bob = connectV1("bob", lobby);
    JsonNode sent = alice.say(lobby, "hi");
    bob.expectMessage(sent);
    add(alice, sent, LIKE);
    expectReaction(bob, alice, true, changed(sent, 2, LIKE, 1));

    JsonNode deleted =
        alice.ask("deleteMessage", "messageId", sent.get("id").asText()).get("message");

    assertThat(deleted.has("reactions")).isFalse();
    assertThat(bob.expectPush("messageChanged")).isEqualTo(deleted);
    bob.refused("conflict", "addReaction", of(sent, LIKE));
    assertThat(bob.ask("fetchReactions", "messageId", sent.get("id").asText()).get("reactions"))
        .isEmpty();
    assertThat(page(alice, lobby).has("ownReactions")).isFalse();
  }

  @Test
  void anEditKeepsReactions() {
    Client alice = connectV1("alice", lobby);
    JsonNode sent = alice.say(lobby, "hi");
    add(alice, sent, LIKE);

    JsonNode edited =
        alice
            .ask("editMessage", "messageId", sent.get("id").asText(), "content", "hello")
            .get("message");

    assertThat(edited.get("reactions")).isEqualTo(Json.array(counted(LIKE, alice)));
    assertThat(add(alice, sent, PARTY).get("rev").asLong()).isEqualTo(4);
    assertThat(page(alice, lobby).at("/messages/0/editedAt")).isEqualTo(edited.get("editedAt"));
  }

  @Test
  void whoComesBackGetsTheMessageWithItsReactions() {
    Client alice = connect("alice", lobby);
    JsonNode sent = alice.say(lobby, "hi");
    add(alice, sent, LIKE);
    add(alice, sent, PARTY);
    react(alice, "removeReaction", sent, LIKE);

    Client bob = connectV1("bob");
    JsonNode reply =
        bob.ask("joinConversation", "conversationId", lobby, "afterSeq", 1, "afterRev", 1);

    assertThat(reply.get("recovered").asBoolean()).isTrue();
    ObjectNode message = sent.deepCopy();
    message.put("rev", 4);
    message.set("reactions", Json.array(counted(PARTY, alice)));
    assertThat(bob.expectPush("messageChanged")).isEqualTo(message);
    assertThat(bob.expectPush("caughtUp"))
        .isEqualTo(Json.object("conversationId", lobby, "seq", 1, "rev", 4));
    add(alice, sent, LIKE);
    expectReaction(bob, alice, true, changed(sent, 5, LIKE, 1));
  }

  @Test
  void onlyWhoTakesPartReacts() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    JsonNode sent = alice.tell(bob.userId(), lobby, "just us");
    bob.expectMessage(sent);
    Client eve = connect("eve");

    eve.refused("not_found", "addReaction", of(sent, LIKE));
    eve.refused("not_found", "removeReaction", of(sent, LIKE));
    eve.refused("not_found", "fetchReactions", "messageId", sent.get("id").asText());
    eve.refused("not_found", "addReaction", "messageId", "none", "reaction", LIKE);
    eve.refused("invalid_payload", "addReaction", of(sent, ""));
    eve.refused("invalid_payload", "addReaction", of(sent, "x".repeat(65)));
    assertThat(page(alice, lobby).get("messages")).isEqualTo(Json.array(sent));
  }
}
