package io.messageservice.blackbox.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.application.waiting.Patience;
import io.messageservice.blackbox.AlsoInOldestCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.WebSocketOnly;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

/** {@code typing} and who sees it. */
@AlsoInOldestCluster
@AlsoOverSse
final class TypingIT extends TypingScenario {

  private byte[] typing(boolean isTyping) {
    String command =
        Client.command("typing", "conversationId", lobby, "isTyping", isTyping).toString();
    return RawClient.frame(0x80 | RawClient.TEXT, command.getBytes(UTF_8));
  }

  @Test
  void roomSeesItExceptTheTypistsOwnConnections() {
    Client alice = connect("alice", lobby);
    Client alicesPhone = connect("alice", lobby);
    Client bob = connect("bob", lobby);
    Client carol = connect("carol", lobby);
    awaitInterest(lobby);

    types(alice, true);
    expectTyping(bob, alice, true);
    expectTyping(carol, alice, true);
    types(alice, false);

    expectTyping(bob, alice, false);
    expectTyping(carol, alice, false);
    alice.hearsNothing();
    alicesPhone.hearsNothing();
  }

  @Test
  void anotherConnectionThatNeverTypedDoesNotEndIt() {
    Client alice = connect("alice", lobby);
    Client alicesPhone = connect("alice", lobby);
    Client bob = connect("bob", lobby);
    awaitInterest(lobby);
    types(alice, true);
    expectTyping(bob, alice, true);

    JsonNode unused = alicesPhone.ask("leaveConversation", "conversationId", lobby);
    alicesPhone.close();
    bob.hearsNothing();
    types(alice, false);

    expectTyping(bob, alice, false);
  }

  @Test
  void participantsOutsideTheRoomSeeNothing() {
    Client alice = connect("alice", lobby);
    Client bob = connect("bob", lobby);
    Client bobsPhone = connect("bob");
    awaitInterest(lobby);

    types(alice, true);
    types(alice, false);

    expectTyping(bob, alice, true);
    expectTyping(bob, alice, false);
    JsonNode sentinel = alice.say(lobby, "sentinel");
    bob.expectMessage(sentinel);
    bobsPhone.expectMessage(sentinel);
  }

  @Test
  void itIsTakenOnlyFromAConnectionInTheRoom() {
    Client alice = connect("alice", lobby);
    Client alicesPhone = connect("alice");
    Client bob = connect("bob", lobby);
    Client mallory = connect("mallory");

    types(alicesPhone, true);
    types(mallory, true);
    mallory.hearsNothing();

    JsonNode sentinel = alicesPhone.say(lobby, "sentinel");
    bob.expectMessage(sentinel);
    alice.expectMessage(sentinel);
  }

  @Test
  void leavingTheRoomEndsIt() {
    Client alice = connect("alice", lobby);
    Client bob = connect("bob", lobby);
    alice.ask("leaveConversation", "conversationId", lobby);

    types(alice, true);

    bob.expectMessage(alice.say(lobby, "sentinel"));
  }

  @Test
  @WebSocketOnly("it writes several frames at once")
  void sameStateIsNotPassedOnAgainWithinASecond() {
    Client alice = connect("alice");
    Client bob = connect("bob", lobby);
    try (RawClient typist = RawClient.upgraded(service(), alice.userId())) {
      typist.send(Client.command("joinConversation", "conversationId", lobby));
      assertThat(typist.readJson().path("success").asBoolean()).isTrue();
      awaitInterest(lobby);

      Patience.await().until(() -> isPassedOnOnce(typist, alice, bob));
    }
    bob.expectMessage(alice.say(lobby, "sentinel"));
  }

  /** All in one write; yet a second may be over before the service has read it all. */
  private boolean isPassedOnOnce(RawClient typist, Client alice, Client bob) {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (boolean isTyping : new boolean[] {true, true, true, false}) {
      frames.writeBytes(typing(isTyping));
    }
    typist.send(frames.toByteArray());
    expectTyping(bob, alice, true);
    JsonNode next = bob.expectPush("userTyping");
    boolean once = !next.get("isTyping").asBoolean();
    while (next.get("isTyping").asBoolean()) {
      next = bob.expectPush("userTyping");
    }
    return once;
  }

  @Test
  void sameStateIsPassedOnAgainLater() {
    Client alice = connect("alice", lobby);
    Client bob = connect("bob", lobby);
    awaitInterest(lobby);
    types(alice, true);
    expectTyping(bob, alice, true);
    long first = System.nanoTime();

    Patience.await().until(() -> System.nanoTime() - first > 1_200_000_000L);
    types(alice, true);

    expectTyping(bob, alice, true);
    types(alice, false);
    expectTyping(bob, alice, false);
  }

  @Test
  void twoTypistsDoNotHideEachOther() {
    Client alice = connect("alice", lobby);
    Client bob = connect("bob", lobby);
    Client carol = connect("carol", lobby);
    awaitInterest(lobby);

    types(alice, true);
    expectTyping(carol, alice, true);
    expectTyping(bob, alice, true);
    types(bob, true);
    expectTyping(carol, bob, true);
    expectTyping(alice, bob, true);

    types(alice, false);
    expectTyping(carol, alice, false);
    expectTyping(bob, alice, false);
    types(bob, false);
    expectTyping(carol, bob, false);
    expectTyping(alice, bob, false);
  }

  @Test
  void itIsNeverStored() {
    Client alice = connect("alice", lobby);

    types(alice, true);
    types(alice, false);

    assertThat(alice.join(lobby).get("seq").asLong()).isZero();
    assertThat(alice.say(lobby, "one").get("seq").asLong()).isEqualTo(1);
  }

  @Test
  void onlyBadPayloadsAreAnswered() {
    Client alice = connect("alice");

    types(alice, true); // not in the room, which does not exist
    alice.hearsNothing();
    alice.refused("invalid_payload", "typing", "isTyping", true);
    alice.refused("invalid_payload", "typing", "conversationId", lobby);
    alice.refused("invalid_payload", "typing", "conversationId", lobby, "isTyping", "true");
    alice.refused("invalid_payload", "typing", "conversationId", "", "isTyping", true);
  }
}
