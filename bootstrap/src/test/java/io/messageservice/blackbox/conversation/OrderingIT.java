package io.messageservice.blackbox.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Many who speak at once, and every connection sees the same order. */
@AlsoInCluster
@AlsoOverSse
final class OrderingIT extends Scenario {

  private static final int SENDERS = 8;
  private static final int EACH = 50;

  private final String lobby = id("lobby");

  /** The messages in the order in which a connection saw them, its own replies in their places. */
  private static List<JsonNode> seenBy(Client client, int count) {
    List<JsonNode> seen = new ArrayList<>();
    while (seen.size() < count) {
      JsonNode frame = client.next();
      seen.add(frame.has("message") ? frame.get("message") : frame.get("data"));
    }
    return seen;
  }

  @Test
  void everyConnectionSeesEveryMessageOnceInOrder() {
    List<Client> senders = new ArrayList<>();
    List<Client> everybody = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      senders.add(connect("sender" + i));
      everybody.add(connect("sender" + i));
      everybody.add(connect("listener" + i));
    }
    everybody.addAll(senders);
    everybody.forEach(client -> client.join(lobby));

    for (int n = 0; n < EACH; n++) {
      for (Client sender : senders) {
        sender.send(
            "sendMessage", "conversationId", lobby, "content", sender.userId() + " says " + n);
      }
    }

    int total = SENDERS * EACH;
    List<Long> allSeqs = LongStream.rangeClosed(1, total).boxed().toList();
    List<JsonNode> asTheFirstSawIt = List.of();
    for (Client client : everybody) {
      List<JsonNode> seen = seenBy(client, total);
      assertThat(Json.numbers(seen, "seq")).as(client.userId()).isEqualTo(allSeqs);
      assertThat(Json.texts(seen, "id")).doesNotHaveDuplicates();
      if (asTheFirstSawIt.isEmpty()) {
        asTheFirstSawIt = seen;
      }
      assertThat(seen).as(client.userId()).isEqualTo(asTheFirstSawIt);
    }
    assertThat(Json.texts(asTheFirstSawIt, "createdAt")).isSorted();
    for (Client sender : senders) {
      List<String> own = new ArrayList<>();
      for (JsonNode message : asTheFirstSawIt) {
        if (message.get("senderId").asText().equals(sender.userId())) {
          own.add(message.get("content").asText());
        }
      }
      List<String> sent = new ArrayList<>();
      for (int n = 0; n < EACH; n++) {
        sent.add(sender.userId() + " says " + n);
      }
      assertThat(own).as("in the order sent").isEqualTo(sent);
    }
  }

  @Test
  void commandsOfOneConversationAreAnsweredInTheOrderSent() {
    Client alice = connect("alice");
    List<String> events =
        List.of(
            "joinConversation",
            "sendMessage",
            "sendMessage",
            "markConversationAsRead",
            "fetchMessages",
            "leaveConversation",
            "joinConversation");

    for (String event : events) { // each with a content, which most ignore
      alice.sendText(Client.command(event, "conversationId", lobby, "content", "hello").toString());
    }

    for (String event : events) {
      JsonNode reply = alice.expectReply(event);
      if (event.equals("fetchMessages")) {
        assertThat(reply.get("messages")).hasSize(2);
      }
    }
  }

  @Test
  void whoJoinsInTheMiddleSeesAllThatFollowsTheReply() {
    Client alice = connect("alice");
    Client bob = connect("bob");

    for (int n = 0; n < 100; n++) {
      alice.send("sendMessage", "conversationId", lobby, "content", "number " + n);
    }
    long seq = bob.join(lobby).get("seq").asLong();

    List<Long> rest = LongStream.rangeClosed(seq + 1, 100).boxed().toList();
    assertThat(Json.numbers(seenBy(bob, rest.size()), "seq")).isEqualTo(rest);
    assertThat(seenBy(alice, 100)).hasSize(100);
  }
}
