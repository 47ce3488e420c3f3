package io.messageservice.blackbox.personal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.blackbox.AlsoInOldestCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.Tokens;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What connections are pushed of what is unread. */
@AlsoInOldestCluster
@AlsoOverSse
final class UnreadIT extends Scenario {

  private final String lobby = id("lobby");

  /** A connection that is greeted, and hears what is unread; it has heard the total. */
  private Client connectCounting(String name, JsonNode total) {
    Client client =
        keep(
            door("/?token=" + Tokens.of(id(name)))
                .subprotocols("message-service.v1")
                .counting()
                .open(id(name)));
    assertThat(client.expectPush("hello").has("since")).isTrue();
    assertThat(client.expectPush("unreadChanged")).isEqualTo(Json.object("total", total));
    return client;
  }

  private static ObjectNode total(int messages, int conversations, int mentions) {
    return Json.object("messages", messages, "conversations", conversations, "mentions", mentions);
  }

  private void expectUnread(Client client, int unread, int mentions, JsonNode total) {
    assertThat(client.expectPush("unreadChanged"))
        .isEqualTo(
            Json.object(
                "conversationId",
                lobby,
                "unread",
                unread,
                "unreadMentions",
                mentions,
                "total",
                total));
  }

  /** Alice says three things, of which the second mentions Bob, who takes part. */
  private List<JsonNode> say(Client alice, Client... listeners) {
    JsonNode one = alice.say(lobby, "one");
    JsonNode two =
        alice
            .ask(
                "sendMessage",
                "conversationId",
                lobby,
                "content",
                "two",
                "mentions",
                List.of(id("bob")))
            .get("message");
    JsonNode three = alice.say(lobby, "three");
    for (Client listener : listeners) {
      List.of(one, two, three).forEach(listener::expectMessage);
    }
    return List.of(one, two, three);
  }

  @Test
  void theTotalFollowsTheGreeting() {
    Client alice = connectV1("alice", lobby);
    Client old = connect("bob", lobby);
    say(alice, old);

    Client bob = connectCounting("bob", total(3, 1, 1));
    old.ask("setPreferences", "conversationId", lobby, "mutedUntil", "forever");
    bob.expectPush("preferencesChanged");
    expectUnread(bob, 3, 1, total(0, 0, 1));
    old.ask("setPreferences", "conversationId", lobby, "hidden", true);
    bob.expectPush("preferencesChanged");
    expectUnread(bob, 3, 1, total(0, 0, 0));
  }

  @Test
  void whatIsReadElsewhereIsPushed() {
    Client alice = connectV1("alice", lobby);
    Client laptop = connectV1("bob", lobby);
    Client phone = connectCounting("bob", total(0, 0, 0));
    List<JsonNode> said = say(alice, laptop, phone);
    awaitInterest(lobby);

    laptop.ask("markConversationAsRead", "conversationId", lobby, "upToSeq", 2);
    phone.expectPush("messageReadStatusChanged");
    phone.expectPush("conversationReadStatusChanged");
    expectUnread(phone, 1, 0, total(1, 1, 0));
    laptop.ask("markAsRead", "messageId", said.get(1).get("id"), "read", false);
    phone.expectPush("messageReadStatusChanged");
    expectUnread(phone, 2, 1, total(2, 1, 1));

    alice.expectPush("messageReadStatusChanged");
    alice.expectPush("conversationReadStatusChanged");
    alice.expectPush("messageReadStatusChanged");
  }

  @Test
  void whatIsDeletedIsPushed() {
    Client alice = connectV1("alice", lobby);
    Client old = connect("bob", lobby);
    List<JsonNode> said = say(alice, old);
    Client bob = connectCounting("bob", total(3, 1, 1));

    alice.ask("deleteMessage", "messageId", said.get(1).get("id"));

    bob.expectPush("messageChanged");
    expectUnread(bob, 2, 0, total(2, 1, 0));
  }
}
