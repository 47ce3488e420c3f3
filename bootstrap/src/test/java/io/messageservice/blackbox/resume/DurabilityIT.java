package io.messageservice.blackbox.resume;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Attachments;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What was acknowledged is there after the process has ended, however it ended. */
final class DurabilityIT extends Scenario {

  @SuppressWarnings("NullAway.Init")
  private static ServiceProcess service;

  private final String lobby = id("lobby");

  @BeforeAll
  static void startService() {
    service = ServiceProcess.ready(Map.of("RATE_LIMIT", "off"));
  }

  @AfterAll
  static void stopService() {
    service.close();
  }

  @Override
  public ServiceProcess service() {
    return service;
  }

  private static List<JsonNode> history(Client client, String conversation) {
    List<JsonNode> messages = new ArrayList<>();
    JsonNode page;
    do {
      long after = messages.isEmpty() ? 0 : messages.get(messages.size() - 1).get("seq").asLong();
      page =
          client.ask(
              "fetchMessages", "conversationId", conversation, "afterSeq", after, "limit", 200);
      page.get("messages").forEach(messages::add);
    } while (page.get("more").asBoolean());
    return messages;
  }

  @Test
  void everythingIsThereAfterACleanRestart() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    String epoch = alice.join(lobby).get("epoch").asText();
    List<JsonNode> said = new ArrayList<>();
    said.add(alice.say(lobby, "one"));
    said.add(
        alice
            .ask(
                "sendMessage",
                "conversationId",
                lobby,
                "attachments",
                Json.array(Attachments.full()),
                "clientMessageId",
                "k2")
            .get("message"));
    String direct = id("direct");
    JsonNode secret = alice.tell(bob.userId(), direct, "just us");
    bob.expectMessage(secret);
    bob.ask("markConversationAsRead", "conversationId", direct);
    alice.expectPush("messageReadStatusChanged");
    alice.expectPush("conversationReadStatusChanged");

    service.terminate();
    alice.skipToClosed();
    bob.skipToClosed();
    service.exitCode();
    service.restart();

    Client aliceAgain = connect("alice");
    Client bobAgain = connect("bob");
    Client carol = connect("carol");
    assertThat(history(aliceAgain, lobby)).isEqualTo(said);
    assertThat(history(bobAgain, direct)).containsExactly(secret);
    carol.refused("forbidden", "joinConversation", "conversationId", direct);
    JsonNode joined = carol.join(lobby);
    assertThat(joined.get("seq").asLong()).isEqualTo(2);
    assertThat(joined.get("epoch").asText()).isEqualTo(epoch);
    assertThat(
            bobAgain
                .ask("markConversationAsRead", "conversationId", direct)
                .get("updatedCount")
                .asInt())
        .as("what was read stays read")
        .isZero();
    JsonNode again =
        aliceAgain.ask(
            "sendMessage",
            "conversationId",
            lobby,
            "attachments",
            Json.array(Attachments.full()),
            "clientMessageId",
            "k2");
    assertThat(again.path("duplicate").asBoolean()).isTrue();
    assertThat(again.get("message")).isEqualTo(said.get(1));
    JsonNode third = carol.say(lobby, "three");
    assertThat(third.get("seq").asLong()).isEqualTo(3);
    aliceAgain.expectMessage(third);
  }

  @Test
  void whatWasAcknowledgedSurvivesAKill() {
    Client alice = connect("alice");
    String epoch = alice.join(lobby).get("epoch").asText();
    int burst = 600;
    for (int n = 0; n < burst; n++) {
      alice.send(
          "sendMessage", "conversationId", lobby, "content", "n" + n, "clientMessageId", "k" + n);
    }
    List<JsonNode> acknowledged = new ArrayList<>();
    for (int n = 0; n < burst / 3; n++) {
      acknowledged.add(alice.expectReply("sendMessage").get("message"));
    }

    service.kill();
    alice.skipToClosed();
    service.restart();

    Client again = connect("alice");
    List<JsonNode> stored = history(again, lobby);
    assertThat(stored).containsAll(acknowledged);
    assertThat(stored.subList(0, acknowledged.size())).isEqualTo(acknowledged);
    assertThat(Json.numbers(stored, "seq"))
        .isEqualTo(LongStream.rangeClosed(1, stored.size()).boxed().toList());
    JsonNode joined = again.join(lobby);
    assertThat(joined.get("seq").asLong()).isEqualTo(stored.size());
    assertThat(joined.get("epoch").asText()).as("full sync loses nothing").isEqualTo(epoch);

    Set<String> ids = new HashSet<>();
    for (int n = 0; n < burst; n++) {
      JsonNode reply =
          again.ask(
              "sendMessage",
              "conversationId",
              lobby,
              "content",
              "n" + n,
              "clientMessageId",
              "k" + n);
      assertThat(reply.get("message").get("seq").asLong()).isEqualTo(n + 1);
      assertThat(reply.path("duplicate").asBoolean()).isEqualTo(n < stored.size());
      ids.add(reply.get("message").get("id").asText());
    }
    assertThat(ids).hasSize(burst);
  }

  @Test
  void timesDoNotDecreaseAcrossARestart() {
    Client alice = connect("alice");
    String before = alice.say(lobby, "before").get("createdAt").asText();

    service.kill();
    alice.skipToClosed();
    service.restart();

    String after = connect("alice").say(lobby, "after").get("createdAt").asText();
    assertThat(after).isGreaterThanOrEqualTo(before);
  }
}
