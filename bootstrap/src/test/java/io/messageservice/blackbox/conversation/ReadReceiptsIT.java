package io.messageservice.blackbox.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInOldestCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code markAsRead}, {@code markConversationAsRead} and who is told of it. */
@AlsoInOldestCluster
@AlsoOverSse
final class ReadReceiptsIT extends Scenario {

  private final String lobby = id("lobby");

  private static String idOf(JsonNode message) {
    return message.get("id").asText();
  }

  /** What is told where {@code reader} has read, or unread, the message. */
  private JsonNode status(JsonNode message, boolean read, Client reader) {
    return Json.object(
        "messageId",
        idOf(message),
        "read",
        read,
        "conversationId",
        message.get("conversationId"),
        "userId",
        reader.userId());
  }

  private static void expectStatuses(Client client, List<JsonNode> statuses) {
    List<JsonNode> told = new ArrayList<>();
    for (int i = 0; i < statuses.size(); i++) {
      told.add(client.expectPush("messageReadStatusChanged"));
    }
    assertThat(told).containsExactlyInAnyOrderElementsOf(statuses);
  }

  private Client inLobby(String name) {
    Client client = connect(name);
    client.join(lobby);
    return client;
  }

  /** Says it and has the listeners, who are on every node, take it. */
  private JsonNode say(Client speaker, String content, Client... listeners) {
    JsonNode message = speaker.say(lobby, content);
    for (Client listener : listeners) {
      listener.expectMessage(message);
    }
    awaitInterest(lobby);
    return message;
  }

  @Test
  void replyNamesTheMessage() {
    Client alice = connect("alice");
    Client bob = inLobby("bob");
    JsonNode message = say(alice, "read me", bob);

    JsonNode reply = bob.ask("markAsRead", "messageId", idOf(message), "read", true);

    assertThat(reply)
        .isEqualTo(
            Json.object(
                "success", true, "event", "markAsRead", "messageId", idOf(message), "read", true));
    expectStatuses(alice, List.of(status(message, true, bob)));
  }

  @Test
  void readIsTrueWhereItIsLeftOut() {
    Client alice = connect("alice");
    Client bob = inLobby("bob");
    JsonNode message = say(alice, "read me", bob);

    assertThat(bob.ask("markAsRead", "messageId", idOf(message)).get("read").asBoolean()).isTrue();

    expectStatuses(alice, List.of(status(message, true, bob)));
  }

  @Test
  void senderReadersOtherConnectionsAndTheRoomAreTold() {
    Client alice = connect("alice");
    Client bob = inLobby("bob");
    Client bobsPhone = connect("bob");
    Client carol = inLobby("carol");
    Client dave = inLobby("dave");
    Client davesPhone = connect("dave");
    JsonNode message = say(alice, "to all", bob, bobsPhone, carol, dave, davesPhone);

    bob.ask("markAsRead", "messageId", idOf(message));

    for (Client told : List.of(alice, bobsPhone, carol, dave)) {
      expectStatuses(told, List.of(status(message, true, bob)));
    }
    bob.hearsNothing();
    davesPhone.hearsNothing(); // a participant's connection, but not in the room
  }

  @Test
  void senderWhoIsInTheRoomIsToldOnce() {
    Client alice = inLobby("alice");
    Client alicesPhone = connect("alice");
    Client bob = inLobby("bob");
    JsonNode message = say(alice, "once", alicesPhone, bob);

    bob.ask("markAsRead", "messageId", idOf(message));

    expectStatuses(alice, List.of(status(message, true, bob)));
    expectStatuses(alicesPhone, List.of(status(message, true, bob)));
  }

  @Test
  void readingOneMeansHavingReadAllBefore() {
    Client alice = connect("alice");
    Client bob = inLobby("bob");
    List<JsonNode> messages = say(alice, bob, 4);

    bob.ask("markAsRead", "messageId", idOf(messages.get(2)));

    expectStatuses(alice, messages.subList(0, 3).stream().map(m -> status(m, true, bob)).toList());
    bob.ask("markAsRead", "messageId", idOf(messages.get(0)));
    bob.ask("markAsRead", "messageId", idOf(messages.get(2)));
    bob.ask("markAsRead", "messageId", idOf(messages.get(3)));
    expectStatuses(alice, List.of(status(messages.get(3), true, bob)));
  }

  private List<JsonNode> say(Client speaker, Client listener, int count) {
    List<JsonNode> messages = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      messages.add(say(speaker, "number " + i, listener));
    }
    return messages;
  }

  @Test
  void theNewestHundredAtMostAreToldOneByOne() {
    Client alice = connect("alice");
    Client bob = inLobby("bob");
    List<JsonNode> messages = say(alice, bob, 120);

    JsonNode reply = bob.ask("markConversationAsRead", "conversationId", lobby);

    assertThat(reply.get("updatedCount").asInt()).isEqualTo(120);
    expectAllRead(alice, bob, messages.subList(20, 120), 120);
  }

  /** The messages as read in any order, and the sum of it before, between or after. */
  private void expectAllRead(Client told, Client reader, List<JsonNode> messages, int count) {
    List<JsonNode> frames = new ArrayList<>();
    for (int i = 0; i <= messages.size(); i++) {
      frames.add(told.next());
    }
    List<JsonNode> expected = new ArrayList<>();
    for (JsonNode message : messages) {
      expected.add(
          Json.object("event", "messageReadStatusChanged", "data", status(message, true, reader)));
    }
    JsonNode sum =
        Json.object("conversationId", lobby, "userId", reader.userId(), "updatedCount", count);
    expected.add(Json.object("event", "conversationReadStatusChanged", "data", sum));
    assertThat(frames).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void wholeConversationIsReadAtOnce() {
    Client alice = connect("alice");
    Client bob = inLobby("bob");
    Client bobsPhone = connect("bob");
    Client carol = inLobby("carol");
    List<JsonNode> messages = new ArrayList<>();
    for (String content : List.of("one", "two", "three")) {
      messages.add(say(alice, content, bob, bobsPhone, carol));
    }

    JsonNode reply = bob.ask("markConversationAsRead", "conversationId", lobby);

    assertThat(reply)
        .isEqualTo(
            Json.object(
                "success",
                true,
                "event",
                "markConversationAsRead",
                "conversationId",
                lobby,
                "updatedCount",
                3));
    for (Client told : List.of(alice, bobsPhone, carol)) {
      expectAllRead(told, bob, messages, 3);
    }
  }

  @Test
  void nothingIsToldWhereNothingChanged() {
    Client alice = connect("alice");
    Client bob = inLobby("bob");
    Client bobsPhone = connect("bob");
    JsonNode message = say(alice, "once", bob, bobsPhone);
    bob.ask("markConversationAsRead", "conversationId", lobby);
    expectAllRead(alice, bob, List.of(message), 1);
    expectAllRead(bobsPhone, bob, List.of(message), 1);

    JsonNode again = bob.ask("markConversationAsRead", "conversationId", lobby);
    bob.ask("markAsRead", "messageId", idOf(message));

    assertThat(again.get("updatedCount").asInt()).isZero();
    say(bob, "sentinel", alice, bobsPhone);
  }

  @Test
  void countIsOfTheMessagesOfOthers() {
    Client alice = inLobby("alice");
    Client bob = inLobby("bob");
    say(alice, "one", bob);
    say(bob, "two", alice);

    JsonNode reply = bob.ask("markConversationAsRead", "conversationId", lobby);

    assertThat(reply.get("updatedCount").asInt()).isEqualTo(1);
    while (true) { // whether one's own message is told as read too is left open
      JsonNode frame = alice.next();
      if (frame.get("event").asText().equals("conversationReadStatusChanged")) {
        assertThat(frame.get("data").get("updatedCount").asInt()).isEqualTo(1);
        break;
      }
      assertThat(frame.get("event").asText()).isEqualTo("messageReadStatusChanged");
    }
  }

  @Test
  void emptyConversationIsReadWithoutAWord() {
    Client alice = inLobby("alice");
    Client bob = inLobby("bob");

    JsonNode reply = bob.ask("markConversationAsRead", "conversationId", lobby);

    assertThat(reply.get("updatedCount").asInt()).isZero();
    alice.hearsNothing();
  }

  @Test
  void eachSenderOutsideTheRoomIsToldOfHisOwnMessages() {
    Client alice = connect("alice");
    Client bob = inLobby("bob");
    Client carol = connect("carol");
    JsonNode hers = say(alice, "from alice", bob);
    JsonNode carols = say(carol, "from carol", bob, alice);

    bob.ask("markAsRead", "messageId", idOf(carols));

    expectStatuses(alice, List.of(status(hers, true, bob)));
    expectStatuses(carol, List.of(status(carols, true, bob)));
  }

  @Test
  void markingUnreadIsToldForTheNamedMessageOnly() {
    Client alice = connect("alice");
    Client bob = inLobby("bob");
    List<JsonNode> messages = say(alice, bob, 3);
    bob.ask("markConversationAsRead", "conversationId", lobby);
    expectAllRead(alice, bob, messages, 3);

    JsonNode reply = bob.ask("markAsRead", "messageId", idOf(messages.get(1)), "read", false);

    assertThat(reply.get("read").isBoolean()).isTrue();
    assertThat(reply.get("read").asBoolean()).isFalse();
    expectStatuses(alice, List.of(status(messages.get(1), false, bob)));
    assertThat(
            bob.ask("markConversationAsRead", "conversationId", lobby).get("updatedCount").asInt())
        .as("it and all after it had become unread")
        .isEqualTo(2);
    expectAllRead(alice, bob, messages.subList(1, 3), 2);
  }

  @Test
  void markingUnreadWhatWasNeverReadChangesNothing() {
    Client alice = connect("alice");
    Client bob = inLobby("bob");
    List<JsonNode> messages = say(alice, bob, 2);

    bob.ask("markAsRead", "messageId", idOf(messages.get(1)), "read", false);

    alice.expectMessage(bob.say(lobby, "sentinel"));
  }

  @Test
  void participantReadsWithoutHavingJoined() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    JsonNode message = alice.tell(bob.userId(), lobby, "just us");
    bob.expectMessage(message);
    awaitInterest(lobby);

    bob.ask("markAsRead", "messageId", idOf(message));

    expectStatuses(alice, List.of(status(message, true, bob)));
  }

  @Test
  void messagesThatOneMayNotSeeAreLikeNone() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    Client mallory = connect("mallory");
    JsonNode message = alice.tell(bob.userId(), lobby, "just us");
    bob.expectMessage(message);

    JsonNode hidden = mallory.refused("not_found", "markAsRead", "messageId", idOf(message));
    JsonNode missing = mallory.refused("not_found", "markAsRead", "messageId", id("none"));

    assertThat(hidden).isEqualTo(missing);
    alice.hearsNothing();
  }

  @Test
  void inBigConversationsTheRoomIsNotTold() {
    for (int i = 0; i < 48; i++) {
      Client filler = connect("filler" + i);
      filler.join(lobby);
      filler.close();
    }
    Client alice = connect("alice");
    Client bob = inLobby("bob");
    Client bobsPhone = connect("bob");
    Client carol = inLobby("carol");
    JsonNode message = say(alice, "the fifty-first speaks", bob, bobsPhone, carol);

    bob.ask("markAsRead", "messageId", idOf(message));

    expectStatuses(alice, List.of(status(message, true, bob)));
    expectStatuses(bobsPhone, List.of(status(message, true, bob)));
    carol.hearsNothing();
  }

  @Test
  void badPayloadsAreRefused() {
    Client alice = connect("alice");
    String message = idOf(alice.say(lobby, "one"));

    alice.refused("invalid_payload", "markAsRead");
    alice.refused("invalid_payload", "markAsRead", "messageId", 7);
    alice.refused("invalid_payload", "markAsRead", "messageId", "");
    alice.refused("invalid_payload", "markAsRead", "messageId", message, "read", "yes");
    alice.refused("invalid_payload", "markConversationAsRead");
    alice.refused("invalid_payload", "markConversationAsRead", "conversationId", 7);
  }

  @Test
  void readingAConversationWithoutAccessIsForbidden() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    Client mallory = connect("mallory");
    bob.expectMessage(alice.tell(bob.userId(), lobby, "just us"));

    mallory.refused("forbidden", "markConversationAsRead", "conversationId", lobby);
    mallory.refused("forbidden", "markConversationAsRead", "conversationId", id("none"));
  }
}
