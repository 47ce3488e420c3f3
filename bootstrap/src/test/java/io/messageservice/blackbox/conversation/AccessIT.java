package io.messageservice.blackbox.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInOldestCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import org.junit.jupiter.api.Test;

/** Direct and open conversations under the policy {@code open}, and what a receiver means. */
@AlsoInOldestCluster
@AlsoOverSse
final class AccessIT extends Scenario {

  private final String place = id("place");

  private JsonNode refusedTo(Client sender, String receiverId, String code) {
    return sender.refused(
        code, "sendMessage", "conversationId", place, "content", "psst", "receiverId", receiverId);
  }

  private static void assertShutOut(Client stranger, String conversation, JsonNode message) {
    stranger.refused("forbidden", "joinConversation", "conversationId", conversation);
    stranger.refused("forbidden", "sendMessage", "conversationId", conversation, "content", "x");
    stranger.refused("forbidden", "markConversationAsRead", "conversationId", conversation);
    stranger.refused("forbidden", "fetchMessages", "conversationId", conversation);
    stranger.refused("not_found", "markAsRead", "messageId", message.get("id").asText());
    stranger.send("typing", "conversationId", conversation, "isTyping", true);
    stranger.hearsNothing();
  }

  private void talkAlone(Client alice, Client bob, Client mallory) {
    JsonNode message = alice.tell(bob.userId(), place, "just us");

    bob.expectMessage(message);
    assertShutOut(mallory, place, message);
  }

  @Test
  void firstMessageWithAReceiverMakesADirectConversation() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    Client mallory = connect("mallory");

    talkAlone(alice, bob, mallory);
    JsonNode answer = bob.say(place, "yes");
    alice.expectMessage(answer);
    bob.expectMessage(alice.say(place, "later ones may leave the receiver out"));
  }

  @Test
  void receiverNeedNotBeThereAtAll() {
    Client alice = connect("alice");
    JsonNode message = alice.tell(id("bob"), place, "when you are back");

    Client bob = connect("bob");

    JsonNode again = alice.say(place, "hello again");
    bob.expectMessageMaybeAfter(message, again);
    assertThat(bob.ask("fetchMessages", "conversationId", place).get("messages"))
        .isEqualTo(Json.array(message, again));
  }

  @Test
  void bothMayJoinADirectConversation() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    bob.expectMessage(alice.tell(bob.userId(), place, "just us"));

    alice.join(place);
    bob.join(place);

    bob.expectMessage(alice.say(place, "once"));
  }

  @Test
  void receiverMayBeRepeatedInADirectConversation() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    bob.expectMessage(alice.tell(bob.userId(), place, "one"));

    bob.expectMessage(alice.tell(bob.userId(), place, "two"));
    alice.expectMessage(bob.tell(alice.userId(), place, "three"));
  }

  @Test
  void anyOtherReceiverIsForbiddenInADirectConversation() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    Client carol = connect("carol");
    bob.expectMessage(alice.tell(bob.userId(), place, "one"));

    refusedTo(alice, carol.userId(), "forbidden");
    refusedTo(carol, alice.userId(), "forbidden");

    bob.hearsNothing();
    carol.hearsNothing();
  }

  @Test
  void oneselfAsReceiverIsInvalid() {
    Client alice = connect("alice");
    Client bob = connect("bob");

    refusedTo(alice, alice.userId(), "invalid_payload");
    bob.expectMessage(alice.tell(bob.userId(), place, "nothing was created"));
    refusedTo(alice, alice.userId(), "invalid_payload");
  }

  @Test
  void onlyReceiversUnderstandReceivers() {
    Client alice = connect("alice");

    alice.refused(
        "invalid_payload",
        "sendMessage",
        "conversationId",
        place,
        "content",
        "x",
        "receiverId",
        Json.array("bob"));
  }

  @Test
  void clientMayJoinFirstAndThenWrite() {
    Client alice = connect("alice", place);
    Client bob = connect("bob");
    Client mallory = connect("mallory");

    talkAlone(alice, bob, mallory);
  }

  @Test
  void othersInTheRoomAreEvicted() {
    Client alice = connect("alice", place);
    Client bob = connect("bob", place);
    Client mallory = connect("mallory", place);

    JsonNode message = alice.tell(bob.userId(), place, "just us");

    bob.expectMessage(message);
    mallory.hearsNothing();
    awaitInterest(place);
    alice.send("typing", "conversationId", place, "isTyping", true);
    assertThat(bob.expectPush("userTyping").get("userId").asText()).isEqualTo(alice.userId());
    alice.send("typing", "conversationId", place, "isTyping", false);
    bob.expectPush("userTyping");
    assertShutOut(mallory, place, message);
    bob.ask("markAsRead", "messageId", message.get("id").asText());
    alice.expectPush("messageReadStatusChanged");
    bob.expectMessage(alice.say(place, "still just us"));
  }

  @Test
  void whoDidNotJoinMayTakeAnEmptyConversationToo() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    Client mallory = connect("mallory", place);

    talkAlone(alice, bob, mallory);
  }

  @Test
  void openConversationOfTheTwoTakesTheReceiverAndStaysOpen() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    Client carol = connect("carol");
    alice.say(place, "anybody?");
    alice.expectMessage(bob.say(place, "me"));

    bob.expectMessage(alice.tell(bob.userId(), place, "good"));
    alice.expectMessage(bob.tell(alice.userId(), place, "fine"));

    assertThat(carol.join(place).get("seq").asLong()).isEqualTo(4);
  }

  @Test
  void openConversationOfMoreThanTheTwoForbidsReceivers() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    Client carol = connect("carol", place);
    JsonNode one = alice.say(place, "one");
    carol.expectMessage(one);
    JsonNode two = bob.say(place, "two");
    alice.expectMessage(two);
    carol.expectMessage(two);

    refusedTo(alice, bob.userId(), "forbidden");

    carol.ask("leaveConversation", "conversationId", place);
    bob.expectMessage(alice.tell(bob.userId(), place, "now they are two"));
    carol.hearsNothing();
  }

  @Test
  void openConversationOfOthersForbidsReceivers() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    Client carol = connect("carol");
    alice.say(place, "one");
    alice.expectMessage(bob.say(place, "two"));

    refusedTo(carol, alice.userId(), "forbidden");
    refusedTo(alice, carol.userId(), "forbidden");

    alice.hearsNothing();
    carol.hearsNothing();
  }

  @Test
  void monologueForbidsReceiversWhoSaidNothing() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    alice.say(place, "to nobody");

    refusedTo(alice, bob.userId(), "forbidden");

    bob.hearsNothing();
  }

  @Test
  void anyoneMayJoinAnOpenConversationAndReadAllOfIt() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    JsonNode message = alice.say(place, "before you came");

    bob.join(place);

    assertThat(bob.ask("fetchMessages", "conversationId", place).get("messages"))
        .isEqualTo(Json.array(message));
    awaitInterest(place);
    bob.ask("markAsRead", "messageId", message.get("id").asText());
    alice.expectPush("messageReadStatusChanged");
  }

  @Test
  void readingNeverCreatesAnything() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    Client mallory = connect("mallory");

    mallory.refused("forbidden", "fetchMessages", "conversationId", place);
    mallory.refused("forbidden", "markConversationAsRead", "conversationId", place);

    mallory.refused("forbidden", "fetchMessages", "conversationId", place);
    bob.expectMessage(alice.tell(bob.userId(), place, "nobody was here"));
  }

  @Test
  void forbiddenLooksTheSameWhetherOrNotThereIsAConversation() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    Client mallory = connect("mallory");
    bob.expectMessage(alice.tell(bob.userId(), place, "just us"));

    for (String event : new String[] {"fetchMessages", "markConversationAsRead"}) {
      JsonNode closed = mallory.refused("forbidden", event, "conversationId", place);
      JsonNode missing = mallory.refused("forbidden", event, "conversationId", id("none"));
      assertThat(closed).isEqualTo(missing);
    }
  }

  @Test
  void twoWhoWriteFirstAtTheSameTimeMeetInOneDirectConversation() {
    Client alice = connect("alice");
    Client bob = connect("bob");

    alice.send("sendMessage", "conversationId", place, "content", "a", "receiverId", bob.userId());
    bob.send("sendMessage", "conversationId", place, "content", "b", "receiverId", alice.userId());

    for (Client client : new Client[] {alice, bob}) {
      for (long seq = 1; seq <= 2; seq++) {
        JsonNode frame = client.next();
        JsonNode message = frame.has("message") ? frame.get("message") : frame.get("data");
        assertThat(message.get("seq").asLong()).isEqualTo(seq);
      }
    }
  }
}
