package io.messageservice.blackbox.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.Tokens;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receipts as marks on connections of the subprotocol, and {@code upToSeq}. */
@AlsoInCluster
@AlsoOverSse
final class ReadMarksIT extends Scenario {

  private final String lobby = id("lobby");

  private Client greeted(String name) {
    Client client =
        keep(
            door("/")
                .subprotocols("message-service.v1", "bearer." + Tokens.of(id(name)))
                .open(id(name)));
    client.expectPush("hello");
    return client;
  }

  /** Says it and has the listeners, who are on every node, take it. */
  private List<JsonNode> say(Client speaker, int count, Client... listeners) {
    List<JsonNode> messages = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      JsonNode message = speaker.say(lobby, "number " + i);
      messages.add(message);
      for (Client listener : listeners) {
        listener.expectMessage(message);
      }
    }
    awaitInterest(lobby);
    return messages;
  }

  private static void expectMark(
      Client client, JsonNode message, boolean read, Client reader, int readUpTo) {
    assertThat(client.expectPush("messageReadStatusChanged"))
        .isEqualTo(
            Json.object(
                "messageId",
                message.get("id"),
                "read",
                read,
                "conversationId",
                message.get("conversationId"),
                "userId",
                reader.userId(),
                "seq",
                message.get("seq"),
                "readUpTo",
                readUpTo));
  }

  private static void expectEach(Client client, List<JsonNode> messages, Client reader) {
    List<String> told = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      JsonNode status = client.expectPush("messageReadStatusChanged");
      assertThat(Json.members(status))
          .containsExactly("conversationId", "messageId", "read", "userId");
      assertThat(status.get("userId").asText()).isEqualTo(reader.userId());
      told.add(status.get("messageId").asText());
    }
    assertThat(told).containsExactlyInAnyOrderElementsOf(Json.texts(messages, "id"));
  }

  private void expectSum(Client client, Client reader, int updated) {
    assertThat(client.expectPush("conversationReadStatusChanged"))
        .isEqualTo(
            Json.object(
                "conversationId", lobby, "userId", reader.userId(), "updatedCount", updated));
  }

  private int markAll(Client reader, Object... more) {
    List<Object> payload = new ArrayList<>(List.of("conversationId", lobby));
    payload.addAll(List.of(more));
    return reader.ask("markConversationAsRead", payload.toArray()).get("updatedCount").asInt();
  }

  @Test
  void oneMarkIsToldToTheSubprotocolAndEachMessageToTheOthers() {
    Client alice = greeted("alice");
    Client alicesPhone = connect("alice");
    Client bob = connect("bob");
    Client bobsPhone = greeted("bob");
    bob.join(lobby);
    List<JsonNode> messages = say(alice, 4, alicesPhone, bob, bobsPhone);

    bob.ask("markAsRead", "messageId", messages.get(2).get("id"));

    expectMark(alice, messages.get(2), true, bob, 3);
    expectMark(bobsPhone, messages.get(2), true, bob, 3);
    expectEach(alicesPhone, messages.subList(0, 3), bob);
    bob.ask("markAsRead", "messageId", messages.get(0).get("id"));
    bob.ask("markAsRead", "messageId", messages.get(3).get("id"));
    expectMark(alice, messages.get(3), true, bob, 4);
    expectMark(bobsPhone, messages.get(3), true, bob, 4);
    expectEach(alicesPhone, messages.subList(3, 4), bob);
  }

  @Test
  void readerOnTheSubprotocolIsNotToldOfHisOwnReading() {
    Client alice = connect("alice");
    Client bob = greeted("bob");
    bob.join(lobby);
    List<JsonNode> messages = say(alice, 2, bob);

    assertThat(markAll(bob)).isEqualTo(2);

    expectEach(alice, messages, bob);
    expectSum(alice, bob, 2);
    bob.hearsNothing();
  }

  @Test
  void manyMessagesAreOneMark() {
    Client alice = greeted("alice");
    Client carol = greeted("carol");
    Client bob = connect("bob", lobby);
    carol.join(lobby);
    List<JsonNode> messages = say(alice, 120, bob, carol);

    assertThat(markAll(bob)).isEqualTo(120);

    for (Client told : List.of(alice, carol)) {
      expectMark(told, messages.get(119), true, bob, 120);
      expectSum(told, bob, 120);
    }
  }

  @Test
  void eachSenderOutsideTheRoomIsToldOfTheSameMark() {
    Client alice = greeted("alice");
    Client bob = connect("bob", lobby);
    Client carol = greeted("carol");
    say(alice, 1, bob);
    JsonNode newest = say(carol, 1, bob, alice).get(0);

    markAll(bob);

    for (Client told : List.of(alice, carol)) {
      expectMark(told, newest, true, bob, 2);
      expectSum(told, bob, 2);
    }
  }

  @Test
  void whatIsCalledUnreadTakesTheMarkBackAndNeverForward() {
    Client alice = greeted("alice");
    Client bob = connect("bob", lobby);
    List<JsonNode> messages = say(alice, 3, bob);
    markAll(bob);
    expectMark(alice, messages.get(2), true, bob, 3);
    expectSum(alice, bob, 3);

    bob.ask("markAsRead", "messageId", messages.get(1).get("id"), "read", false);
    expectMark(alice, messages.get(1), false, bob, 1);
    bob.ask("markAsRead", "messageId", messages.get(2).get("id"), "read", false);
    alice.hearsNothing();

    assertThat(markAll(bob)).isEqualTo(2);
    expectMark(alice, messages.get(2), true, bob, 3);
    expectSum(alice, bob, 2);
  }

  @Test
  void conversationIsReadUpToAPositionAndNeverBack() {
    Client alice = greeted("alice");
    Client bob = connect("bob", lobby);
    List<JsonNode> messages = say(alice, 5, bob);

    assertThat(markAll(bob, "upToSeq", 0)).isZero();
    assertThat(markAll(bob, "upToSeq", 3)).isEqualTo(3);
    expectMark(alice, messages.get(2), true, bob, 3);
    expectSum(alice, bob, 3);
    assertThat(markAll(bob, "upToSeq", 1)).isZero();
    assertThat(markAll(bob, "upToSeq", 9_007_199_254_740_991L)).isEqualTo(2);
    expectMark(alice, messages.get(4), true, bob, 5);
    expectSum(alice, bob, 2);
    JsonNode later = say(alice, 1, bob).get(0);

    assertThat(markAll(bob)).as("the mark stood at the newest, not beyond").isEqualTo(1);

    expectMark(alice, later, true, bob, 6);
    expectSum(alice, bob, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "\"1\"", "{}", "9223372036854775808"})
  void positionsThatAreNoneAreRefused(String upToSeq) {
    Client alice = connect("alice");
    alice.say(lobby, "one");

    alice.sendText(
        Client.command("markConversationAsRead", "conversationId", lobby, "upToSeq", "?")
            .toString()
            .replace("\"?\"", upToSeq));

    alice.expectError("invalid_payload", "markConversationAsRead");
  }
}
