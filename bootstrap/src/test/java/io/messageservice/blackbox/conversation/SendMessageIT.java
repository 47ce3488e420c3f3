package io.messageservice.blackbox.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInOldestCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Attachments;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** {@code sendMessage} and who is told of it. */
@AlsoInOldestCluster
@AlsoOverSse
final class SendMessageIT extends Scenario {

  private final String lobby = id("lobby");

  @Test
  void replyCarriesTheMessageAsItWasStored() {
    Client alice = connect("alice");

    JsonNode reply =
        alice.ask("sendMessage", "conversationId", lobby, "content", "Good morning, Zürich 🌄");

    assertThat(Json.members(reply)).containsExactly("event", "message", "success");
    JsonNode message = reply.get("message");
    assertThat(message.get("content").asText()).isEqualTo("Good morning, Zürich 🌄");
    assertThat(message.get("senderId").asText()).isEqualTo(alice.userId());
    assertThat(message.get("conversationId").asText()).isEqualTo(lobby);
    assertThat(message.get("attachments")).isEqualTo(Json.array());
    assertThat(message.get("seq").asLong()).isEqualTo(1);
  }

  @Test
  void roomHearsItOnceAsTheSenderSawIt() {
    Client alice = connect("alice", lobby);
    Client bob = connect("bob", lobby);
    Client carol = connect("carol", lobby);

    JsonNode message = alice.say(lobby, "hello");

    bob.expectMessage(message);
    carol.expectMessage(message);
  }

  @Test
  void participantHearsItOnEveryConnectionJoinedOrNot() {
    Client alice = connect("alice", lobby);
    Client bob = connect("bob", lobby);
    Client bobElsewhere = connect("bob");

    JsonNode message = alice.say(lobby, "hello");

    bob.expectMessage(message);
    bobElsewhere.expectMessage(message);
  }

  @Test
  void sendingMakesAParticipantWithoutJoining() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    JsonNode first = alice.say(lobby, "anybody there?");
    assertThat(first.get("seq").asLong()).isEqualTo(1);

    JsonNode answer = bob.say(lobby, "yes");
    alice.expectMessage(answer);
    JsonNode third = alice.say(lobby, "fine");

    bob.expectMessage(third);
  }

  @Test
  void sendersOtherConnectionsHearIt() {
    Client alice = connect("alice");
    Client alicesPhone = connect("alice");
    Client alicesTablet = connect("alice", lobby);

    JsonNode message = alice.say(lobby, "from my desk");

    alicesPhone.expectMessage(message);
    alicesTablet.expectMessage(message);
  }

  @Test
  void othersHearNothing() {
    Client alice = connect("alice");
    Client mallory = connect("mallory");
    mallory.join(id("elsewhere"));

    alice.say(lobby, "among us");

    JsonNode own = mallory.say(id("elsewhere"), "sentinel");
    assertThat(own.get("seq").asLong()).isEqualTo(1);
  }

  @Test
  void whoJoinedLaterIsNotToldOfWhatWasSaidBefore() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    alice.say(lobby, "one");

    assertThat(bob.join(lobby).get("seq").asLong()).isEqualTo(1);
    JsonNode second = alice.say(lobby, "two");

    bob.expectMessage(second);
  }

  @Test
  void participantWhoDisconnectedHearsAgainWithoutJoining() {
    Client alice = connect("alice");
    Client bob = connect("bob", lobby);
    bob.close();
    Client bobAgain = connect("bob");

    JsonNode message = alice.say(lobby, "welcome back");

    bobAgain.expectMessage(message);
  }

  @Test
  void positionsCountFromOneWithoutHolesAndTimesNeverDecrease() {
    Client alice = connect("alice", lobby);
    Client bob = connect("bob", lobby);
    Instant before = Instant.MIN;

    for (int seq = 1; seq <= 20; seq++) {
      Client speaker = seq % 2 == 0 ? alice : bob;
      Client listener = seq % 2 == 0 ? bob : alice;
      JsonNode message = speaker.say(lobby, "number " + seq);
      listener.expectMessage(message);
      assertThat(message.get("seq").asLong()).isEqualTo(seq);
      Instant createdAt = Instant.parse(message.get("createdAt").asText());
      assertThat(createdAt).isAfterOrEqualTo(before);
      before = createdAt;
    }
  }

  @Test
  void refusedMessageLeavesNoHole() {
    Client alice = connect("alice");
    alice.say(lobby, "one");
    alice.refused("invalid_payload", "sendMessage", "conversationId", lobby, "content", "");
    alice.refused(
        "too_large", "sendMessage", "conversationId", lobby, "content", "x".repeat(10_001));

    assertThat(alice.say(lobby, "two").get("seq").asLong()).isEqualTo(2);
  }

  @Test
  void idsOfMessagesCannotBeCountedThrough() {
    Client alice = connect("alice");

    String first = alice.say(lobby, "one").get("id").asText();
    String second = alice.say(lobby, "two").get("id").asText();
    String third = alice.say(lobby, "three").get("id").asText();

    assertThat(first).isNotEqualTo(second).isNotEqualTo(third).hasSizeGreaterThan(5);
    assertThat(second.substring(0, second.length() - 2))
        .as("ids in a row differ in more than their ends")
        .isNotEqualTo(third.substring(0, third.length() - 2));
  }

  @Test
  void contentMayBeEmptyOrLeftOutWhereThereIsAnAttachment() {
    Client alice = connect("alice");
    Client bob = connect("bob", lobby);
    JsonNode file = Attachments.minimal();

    JsonNode leftOut =
        alice
            .ask("sendMessage", "conversationId", lobby, "attachments", Json.array(file))
            .get("message");
    JsonNode empty =
        alice
            .ask(
                "sendMessage",
                "conversationId",
                lobby,
                "content",
                "",
                "attachments",
                Json.array(file))
            .get("message");

    assertThat(leftOut.get("content").asText("missing")).isEmpty();
    assertThat(empty.get("content").asText("missing")).isEmpty();
    bob.expectMessage(leftOut);
    bob.expectMessage(empty);
  }

  @Test
  void messageWithoutContentAndAttachmentIsRefused() {
    Client alice = connect("alice");

    alice.refused("invalid_payload", "sendMessage", "conversationId", lobby);
    alice.refused("invalid_payload", "sendMessage", "conversationId", lobby, "content", "");
    alice.refused(
        "invalid_payload",
        "sendMessage",
        "conversationId",
        lobby,
        "content",
        "",
        "attachments",
        Json.array());
  }

  @Test
  void attachmentsArriveAsTheyWereSent() {
    Client alice = connect("alice");
    Client bob = connect("bob", lobby);
    JsonNode full = Attachments.full();
    JsonNode minimal = Attachments.minimal();

    JsonNode message =
        alice
            .ask(
                "sendMessage",
                "conversationId",
                lobby,
                "content",
                "two files",
                "attachments",
                Json.array(full, minimal))
            .get("message");

    assertThat(message.get("attachments")).isEqualTo(Json.array(full, minimal));
    bob.expectMessage(message);
  }

  @Test
  void contentArrivesCharacterByCharacter() {
    Client alice = connect("alice");
    Client bob = connect("bob", lobby);
    String content = "\"quotes\" \\ / \b\f\n\r\t\u0001\u001f\u007f\u2028 <b> 漢字 👩‍👩‍👧 \ufeff";

    JsonNode message = alice.say(lobby, content);

    assertThat(message.get("content").asText()).isEqualTo(content);
    bob.expectMessage(message);
  }
}
