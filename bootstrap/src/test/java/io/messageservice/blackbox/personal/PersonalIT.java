package io.messageservice.blackbox.personal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.blackbox.AlsoInOldestCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What users have of conversations for themselves: how far messages have reached them, preferences.
 */
@AlsoInOldestCluster
@AlsoOverSse
final class PersonalIT extends Scenario {

  private static final JsonNode NULL = NullNode.getInstance();

  private final String lobby = id("lobby");

  private JsonNode delivered(Client client, int upToSeq) {
    return client.ask("markAsDelivered", "conversationId", lobby, "upToSeq", upToSeq);
  }

  private void expectDelivered(Client client, Client to, int upToSeq) {
    assertThat(client.expectPush("messageDelivered"))
        .isEqualTo(
            Json.object("conversationId", lobby, "userId", to.userId(), "deliveredUpTo", upToSeq));
  }

  /** Sets them and has the user's other connections take the push. */
  private void prefer(Client client, JsonNode since, List<Client> others, Object... change) {
    List<Object> payload = new ArrayList<>(List.of("conversationId", lobby));
    payload.addAll(List.of(change));
    ObjectNode answer = client.ask("setPreferences", payload.toArray()).deepCopy();
    answer.remove(List.of("success", "event"));
    assertThat(answer).isEqualTo(since);
    others.forEach(other -> assertThat(other.expectPush("preferencesChanged")).isEqualTo(since));
  }

  private JsonNode preferences(Object mutedUntil, boolean hidden) {
    return Json.object("conversationId", lobby, "mutedUntil", mutedUntil, "hidden", hidden);
  }

  /** Says so many messages, which the listeners, who are on every node, take. */
  private void say(Client speaker, int count, Client... listeners) {
    for (int i = 1; i <= count; i++) {
      JsonNode message = speaker.say(lobby, "number " + i);
      for (Client listener : listeners) {
        listener.expectMessage(message);
      }
    }
    awaitInterest(lobby);
  }

  private JsonNode readers(Client client) {
    return client.join(lobby).get("readers");
  }

  private static ObjectNode reader(Client reader, int readUpTo, int deliveredUpTo) {
    return Json.object(
        "userId", reader.userId(), "readUpTo", readUpTo, "deliveredUpTo", deliveredUpTo);
  }

  private static JsonNode listed(Client client, Object... payload) {
    return client.ask("listConversations", payload).get("conversations");
  }

  @Test
  void whatIsDeliveredIsPushedToTheSenderAndTheOwnOtherConnections() {
    Client alice = connectV1("alice", lobby);
    Client bob = connectV1("bob", lobby);
    Client laptop = connectV1("bob");
    Client carol = connectV1("carol", lobby);
    Client oldAlice = connect("alice");
    Client oldBob = connect("bob");
    say(alice, 2, bob, laptop, carol, oldAlice, oldBob);

    JsonNode answer = delivered(bob, 1);

    assertThat(answer)
        .isEqualTo(
            Json.object(
                "success",
                true,
                "event",
                "markAsDelivered",
                "conversationId",
                lobby,
                "deliveredUpTo",
                1));
    expectDelivered(alice, bob, 1);
    expectDelivered(laptop, bob, 1);
    assertThat(delivered(oldBob, 99).get("deliveredUpTo").asLong()).isEqualTo(2);
    for (Client client : List.of(alice, laptop, bob)) {
      expectDelivered(client, bob, 2);
    }
    assertThat(delivered(bob, 1).get("deliveredUpTo").asLong()).isEqualTo(2);
  }

  @Test
  void ofMarksInShortOrderTheLastIsPushed() {
    Client alice = connectV1("alice", lobby);
    Client bob = connectV1("bob", lobby);
    say(alice, 20, bob);

    for (int seq = 1; seq <= 20; seq++) {
      delivered(bob, seq);
    }

    List<Long> pushed = new ArrayList<>();
    while (!pushed.contains(20L)) {
      pushed.add(alice.expectPush("messageDelivered").get("deliveredUpTo").asLong());
    }
    assertThat(pushed).isSorted().hasSizeLessThan(20);
  }

  @Test
  void whoComesBackReadsTheMarksOfAll() {
    Client alice = connectV1("alice", lobby);
    Client bob = connectV1("bob", lobby);
    say(alice, 3, bob);
    delivered(bob, 2);
    expectDelivered(alice, bob, 2);

    assertThat(readers(alice)).isEqualTo(Json.array(reader(bob, 0, 2)));
    bob.ask("markConversationAsRead", "conversationId", lobby);
    var unused = alice.expectPush("messageReadStatusChanged");
    unused = alice.expectPush("conversationReadStatusChanged");
    assertThat(readers(alice)).isEqualTo(Json.array(reader(bob, 3, 3)));
    assertThat(
            alice
                .ask("fetchParticipants", "conversationId", lobby)
                .get("participants")
                .findValues("deliveredUpTo"))
        .isEqualTo(List.of(Json.parse("0"), Json.parse("3")));
  }

  @Test
  void whatIsReadIsDeliveredAndStaysSoWhenItIsUnreadAgain() {
    Client alice = connectV1("alice", lobby);
    Client bob = connectV1("bob", lobby);
    JsonNode sent = alice.say(lobby, "hi");
    bob.expectMessage(sent);
    awaitInterest(lobby);
    bob.ask("markConversationAsRead", "conversationId", lobby);
    var unused = alice.expectPush("messageReadStatusChanged");
    unused = alice.expectPush("conversationReadStatusChanged");

    assertThat(delivered(bob, 0).get("deliveredUpTo").asLong()).isEqualTo(1);
    bob.ask("markAsRead", "messageId", sent.get("id"), "read", false);
    unused = alice.expectPush("messageReadStatusChanged");
    assertThat(readers(alice)).isEqualTo(Json.array(reader(bob, 0, 1)));
    assertThat(delivered(bob, 1).get("deliveredUpTo").asLong()).isEqualTo(1);
  }

  @Test
  void whatIsMutedIsSoOnAllOwnConnections() {
    Client alice = connectV1("alice", lobby);
    Client bob = connectV1("bob", lobby);
    Client laptop = connectV1("bob");
    Client old = connect("bob");
    say(alice, 1, bob, laptop, old);

    prefer(bob, preferences("forever", false), List.of(laptop), "mutedUntil", "forever");
    assertThat(listed(laptop).at("/0/mutedUntil").asText()).isEqualTo("forever");
    assertThat(listed(alice).get(0).has("mutedUntil")).isFalse();
    prefer(
        laptop,
        preferences("2031-02-03T02:05:06.700Z", false),
        List.of(bob),
        "mutedUntil",
        "2031-02-03T04:05:06.7+02:00");
    assertThat(listed(bob).at("/0/mutedUntil").asText()).isEqualTo("2031-02-03T02:05:06.700Z");
    prefer(old, preferences(NULL, false), List.of(bob, laptop), "mutedUntil", NULL);
    assertThat(listed(bob).get(0).has("mutedUntil")).isFalse();
    prefer(old, preferences(NULL, false), List.of(), "mutedUntil", NULL);
  }

  @Test
  void whatIsHiddenIsLeftOutUntilTheNextMessage() {
    Client alice = connectV1("alice", lobby);
    Client bob = connectV1("bob", lobby);
    Client laptop = connectV1("bob");
    say(alice, 1, bob, laptop);

    prefer(bob, preferences(NULL, true), List.of(laptop), "hidden", true);
    assertThat(listed(laptop)).isEmpty();
    assertThat(listed(laptop, "hidden", true).at("/0/hidden").asBoolean()).isTrue();
    assertThat(listed(alice)).hasSize(1);
    prefer(bob, preferences("forever", true), List.of(laptop), "mutedUntil", "forever");

    say(alice, 1, bob, laptop);
    JsonNode shown = listed(bob).get(0);
    assertThat(shown.get("seq").asLong()).isEqualTo(2);
    assertThat(shown.has("hidden")).isFalse();
    assertThat(shown.get("mutedUntil").asText()).isEqualTo("forever");
    prefer(bob, preferences("forever", true), List.of(laptop), "hidden", true);
    prefer(laptop, preferences("forever", false), List.of(bob), "hidden", false);
    assertThat(listed(bob)).hasSize(1);
  }

  @Test
  void whatIsWrongIsRefused() {
    Client alice = connectV1("alice", lobby);
    Client eve = connect("eve");
    JsonNode unused = alice.tell(id("bob"), id("two"), "just us");
    Object[] here = {"conversationId", lobby};

    refused(alice, "upToSeq: an integer from 0", "markAsDelivered", here);
    refused(alice, "upToSeq: an integer from 0", "markAsDelivered", here, "upToSeq", -1);
    refused(alice, "mutedUntil, hidden: one of them at least", "setPreferences", here);
    refused(alice, "hidden: true or false", "setPreferences", here, "hidden", "yes");
    refused(
        alice,
        "mutedUntil: a time to come as RFC 3339 has it, or forever",
        "setPreferences",
        here,
        "mutedUntil",
        "tomorrow");
    alice.refused("invalid_payload", "listConversations", "hidden", 1);
    for (String closed : List.of(id("two"), id("none"))) {
      eve.refused("forbidden", "markAsDelivered", "conversationId", closed, "upToSeq", 1);
      eve.refused("forbidden", "setPreferences", "conversationId", closed, "hidden", true);
    }
  }

  private static void refused(
      Client client, String error, String event, Object[] here, Object... more) {
    List<Object> payload = new ArrayList<>(List.of(here));
    payload.addAll(List.of(more));
    JsonNode refusal = client.refused("invalid_payload", event, payload.toArray());
    assertThat(refusal.get("error").asText()).isEqualTo(error);
  }
}
