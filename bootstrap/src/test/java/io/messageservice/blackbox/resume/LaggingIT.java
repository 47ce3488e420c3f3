package io.messageservice.blackbox.resume;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.Returning;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Who does not read for a while and understands {@code lagged}. */
@AlsoInCluster
final class LaggingIT extends Scenario {

  private static final String CONTENT = "x".repeat(10_000);

  /** More than the kernel and the service let wait for one connection. */
  private static final int MESSAGES = 300;

  private final String lobby = id("lobby");

  @Test
  void whoReadsOnHasNoHoleWithoutLaggedAndCatchesUp() {
    Client bob = connect("bob", lobby);
    Client alice = connect("alice", lobby);
    try (RawClient slow = slow()) {
      sayMuch(alice, bob);

      List<Long> seen = new ArrayList<>();
      JsonNode frame = slow.readJson();
      while (frame.get("event").asText().equals("newMessage")) {
        seen.add(frame.get("data").get("seq").asLong());
        frame = slow.readJson();
      }
      long lagsFrom = frame.path("data").path("fromSeq").asLong();
      assertThat(frame)
          .hasToString(
              "{\"event\":\"lagged\",\"data\":{\"conversationId\":\"%s\",\"fromSeq\":%s,\"afterRev\":%s}}",
              lobby, lagsFrom, lagsFrom - 1);
      assertThat(seen).isEqualTo(LongStream.range(1, lagsFrom).boxed().toList());

      bob.expectMessage(alice.say(lobby, "not told"));
      join(slow);
      assertThat(slow.readJson().get("seq").asLong()).isEqualTo(MESSAGES + 1);
      fetch(slow, lagsFrom - 1);
      JsonNode page = slow.readJson();
      assertThat(page.get("messages").get(0).get("seq").asLong()).isEqualTo(lagsFrom);
      JsonNode told = alice.say(lobby, "told");
      assertThat(slow.readJson().get("data")).isEqualTo(told);
      bob.expectMessage(told);
    }
  }

  @Test
  void whoJoinsAgainWithHisPositionIsToldWhatWasLeftOut() {
    Client bob = connect("bob", lobby);
    Client alice = connect("alice", lobby);
    try (RawClient slow = slow()) {
      sayMuch(alice, bob);
      long lagsFrom = lagsFrom(slow);

      slow.send(Returning.comingBack(lobby, lagsFrom - 1));

      JsonNode reply = slow.readJson();
      assertThat(reply.path("recovered").asBoolean()).as("%s", reply).isTrue();
      for (long seq = lagsFrom; seq <= MESSAGES; seq++) {
        assertThat(slow.readJson().path("data").path("seq").asLong()).isEqualTo(seq);
      }
      JsonNode live = alice.say(lobby, "live");
      assertThat(slow.readJson().get("data")).isEqualTo(live);
      bob.expectMessage(live);
    }
  }

  @Test
  void whoJoinsAgainWithBothPositionsIsSentChangesAndMessages() {
    Client bob = connect("bob", lobby);
    Client alice = connect("alice", lobby);
    try (RawClient slow = slow()) {
      JsonNode first = alice.say(lobby, "first");
      bob.expectMessage(first);
      sayMuch(alice, bob);
      long lagsFrom = lagsFrom(slow);
      JsonNode edited =
          alice
              .ask("editMessage", "messageId", first.get("id").asText(), "content", "edited")
              .get("message");

      slow.send(Returning.comingBack(lobby, lagsFrom - 1, "afterRev", lagsFrom - 1));

      JsonNode reply = slow.readJson();
      assertThat(reply.path("recovered").asBoolean()).as("%s", reply).isTrue();
      JsonNode change = slow.readJson();
      assertThat(change.get("event").asText()).isEqualTo("messageChanged");
      assertThat(change.get("data")).isEqualTo(edited);
      for (long seq = lagsFrom; seq <= MESSAGES + 1; seq++) {
        assertThat(slow.readJson().path("data").path("seq").asLong()).isEqualTo(seq);
      }
      assertThat(slow.readJson())
          .hasToString(
              "{\"event\":\"caughtUp\",\"data\":{\"conversationId\":\"%s\",\"seq\":%s,\"rev\":%s}}",
              lobby, MESSAGES + 1, MESSAGES + 2);
    }
  }

  /** Returns once the listener, who is on the same node as who is slow, has heard all. */
  private void sayMuch(Client speaker, Client listener) {
    Returning.expectMessages(listener, Returning.say(speaker, lobby, CONTENT, MESSAGES));
  }

  /** Reads on until it is told that it lags, and from where. */
  private static long lagsFrom(RawClient slow) {
    JsonNode frame = slow.readJson();
    while (!frame.get("event").asText().equals("lagged")) {
      frame = slow.readJson();
    }
    return frame.get("data").get("fromSeq").asLong();
  }

  /** In the lobby, with little room on the side of the client. */
  private RawClient slow() {
    RawClient slow = new RawClient(service());
    slow.handshake(
        "/", "Sec-WebSocket-Protocol: message-service.v1, bearer." + Tokens.of(id("slow")));
    assertThat(slow.readJson().get("event").asText()).isEqualTo("hello");
    join(slow);
    assertThat(slow.readJson().get("seq").asLong()).isZero();
    return slow;
  }

  private void join(RawClient client) {
    client.send(Client.command("joinConversation", "conversationId", lobby));
  }

  private void fetch(RawClient client, long afterSeq) {
    client.send(
        Client.command("fetchMessages", "conversationId", lobby, "afterSeq", afterSeq, "limit", 1));
  }
}
