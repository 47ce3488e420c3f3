package io.messageservice.blackbox.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInOldestCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import org.junit.jupiter.api.Test;

/** {@code joinConversation} and {@code leaveConversation}: who is in the room, who participates. */
@AlsoInOldestCluster
@AlsoOverSse
final class JoinLeaveIT extends Scenario {

  private final String lobby = id("lobby");

  private JsonNode leave(Client client) {
    return client.ask("leaveConversation", "conversationId", lobby);
  }

  @Test
  void replyOfJoiningCarriesThePosition() {
    Client alice = connect("alice");
    Client bob = connect("bob");

    JsonNode empty = alice.join(lobby);
    alice.say(lobby, "one");
    alice.say(lobby, "two");
    JsonNode later = bob.join(lobby);

    assertThat(empty.get("conversationId").asText()).isEqualTo(lobby);
    assertThat(empty.get("seq").isIntegralNumber()).isTrue();
    assertThat(empty.get("seq").asLong()).isZero();
    assertThat(empty.get("epoch").asText()).isNotEmpty();
    assertThat(later.get("seq").asLong()).isEqualTo(2);
    assertThat(later.get("epoch")).isEqualTo(empty.get("epoch"));
  }

  @Test
  void replyOfLeavingNamesTheConversation() {
    Client alice = connect("alice", lobby);

    assertThat(leave(alice))
        .isEqualTo(
            Json.object("success", true, "event", "leaveConversation", "conversationId", lobby));
  }

  @Test
  void leavingWhereOneNeverJoinedSucceeds() {
    Client alice = connect("alice");

    assertThat(leave(alice).get("conversationId").asText()).isEqualTo(lobby);
  }

  @Test
  void leavingNeverJoinedClosedConversationLooksTheSame() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    Client mallory = connect("mallory");
    bob.expectMessage(alice.tell(bob.userId(), lobby, "just us"));

    assertThat(leave(mallory).get("success").asBoolean()).isTrue();
  }

  @Test
  void nobodyIsToldOfJoiningAndLeaving() {
    Client alice = connect("alice", lobby);
    Client bob = connect("bob");

    bob.join(lobby);
    leave(bob);

    alice.hearsNothing();
  }

  @Test
  void joiningTwiceIsJoiningOnce() {
    Client alice = connect("alice");
    Client bob = connect("bob", lobby);
    bob.join(lobby);

    bob.expectMessage(alice.say(lobby, "once"));

    leave(bob);
    alice.say(lobby, "unheard");
    bob.hearsNothing();
  }

  @Test
  void whoLeftAnOpenConversationHearsNothingMore() {
    Client alice = connect("alice");
    Client bob = connect("bob", lobby);
    Client carol = connect("carol", lobby);
    JsonNode heard = alice.say(lobby, "heard");
    bob.expectMessage(heard);
    carol.expectMessage(heard);

    leave(bob);

    carol.expectMessage(alice.say(lobby, "unheard"));
    bob.hearsNothing();
  }

  @Test
  void leavingEndsParticipationAlsoAfterDisconnecting() {
    Client alice = connect("alice");
    Client bob = connect("bob", lobby);
    leave(bob);
    bob.close();
    Client bobAgain = connect("bob");

    alice.say(lobby, "unheard");

    bobAgain.hearsNothing();
  }

  @Test
  void userStaysParticipantWhileOneConnectionIsInTheRoom() {
    Client alice = connect("alice");
    Client bob = connect("bob", lobby);
    Client bobsPhone = connect("bob", lobby);

    leave(bob);

    JsonNode message = alice.say(lobby, "to both");
    bob.expectMessage(message);
    bobsPhone.expectMessage(message);
    leave(bobsPhone);
    alice.say(lobby, "to none");
    bob.hearsNothing();
    bobsPhone.hearsNothing();
  }

  @Test
  void whoRejoinsHearsAgainWithoutWhatWasMissed() {
    Client alice = connect("alice");
    Client bob = connect("bob", lobby);
    leave(bob);
    alice.say(lobby, "missed");

    assertThat(bob.join(lobby).get("seq").asLong()).isEqualTo(1);

    bob.expectMessage(alice.say(lobby, "heard"));
  }

  @Test
  void leavingADirectConversationEndsTypingAndReceiptsNeverMessages() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    JsonNode first = alice.tell(bob.userId(), lobby, "just us");
    bob.expectMessage(first);
    alice.join(lobby);
    bob.join(lobby);
    JsonNode hers = bob.say(lobby, "from bob");
    alice.expectMessage(hers);

    leave(bob);

    alice.send("typing", "conversationId", lobby, "isTyping", true);
    alice.send("typing", "conversationId", lobby, "isTyping", false);
    JsonNode message = alice.say(lobby, "still here?");
    bob.expectMessage(message);
    JsonNode answer = bob.say(lobby, "always");
    alice.expectMessage(answer);
  }

  @Test
  void receiptsOfOthersReachTheSenderAlsoOutsideTheRoom() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    JsonNode message = alice.tell(bob.userId(), lobby, "just us");
    bob.expectMessage(message);
    alice.join(lobby);
    leave(alice);
    awaitInterest(lobby);

    bob.ask("markAsRead", "messageId", message.get("id").asText());

    assertThat(alice.expectPush("messageReadStatusChanged").get("messageId"))
        .isEqualTo(message.get("id"));
  }

  @Test
  void badPayloadsAreRefused() {
    Client alice = connect("alice");

    for (String event : new String[] {"joinConversation", "leaveConversation"}) {
      alice.refused("invalid_payload", event);
      alice.refused("invalid_payload", event, "conversationId", "");
      alice.refused("invalid_payload", event, "conversationId", 5);
      alice.refused("invalid_payload", event, "conversationId", Json.object());
    }
  }
}
