package io.messageservice.blackbox.limit;

import static io.messageservice.application.waiting.Patience.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The rates of the table of limits, as they are by default. The one that shuts us out is last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class RateLimitsIT extends Scenario {

  @SuppressWarnings("NullAway.Init")
  private static ServiceProcess service;

  @BeforeAll
  static void startService() {
    service = ServiceProcess.ready(Map.of());
  }

  @AfterAll
  static void stopService() {
    service.close();
  }

  @Override
  public ServiceProcess service() {
    return service;
  }

  @Test
  @Order(1)
  void commandsPastTheBurstAreRefusedAndTheRestCarriedOut() {
    Client alice = connect("alice");
    List<JsonNode> answers = new ArrayList<>();

    await()
        .until(
            () -> {
              alice.sendText(hundredCommands());
              for (int i = 0; i < 100; i++) {
                answers.add(alice.next());
              }
              return answers.stream().anyMatch(RateLimitsIT::isRefused);
            });

    int carriedOut = (int) answers.stream().takeWhile(answer -> !isRefused(answer)).count();
    assertThat(carriedOut).as("the burst is free").isGreaterThanOrEqualTo(490);
    assertThat(answers)
        .allMatch(answer -> answer.get("event").asText().equals("leaveConversation"))
        .allMatch(answer -> !isRefused(answer) || hasCode(answer, "rate_limited"));
    alice.close();
  }

  /** In one frame: the fewer are sent, the less time passes, in which more are allowed. */
  private String hundredCommands() {
    return Collections.nCopies(
            100, Client.command("leaveConversation", "conversationId", id("lobby")))
        .toString();
  }

  private static boolean isRefused(JsonNode answer) {
    return !answer.get("success").asBoolean();
  }

  private static boolean hasCode(JsonNode answer, String code) {
    return answer.path("code").asText().equals(code);
  }

  @Test
  @Order(2)
  void whoGoesOnThroughFiveThousandRefusalsIsClosed() {
    Client alice = connect("alice");
    try {
      for (int i = 0; i < 300; i++) {
        alice.sendText(hundredCommands());
      }
    } catch (CompletionException e) {
      assertThat(e.getCause()).isInstanceOf(java.io.IOException.class);
    }

    assertThat(alice.skipToClosed().code()).isEqualTo(1013);
  }

  @Test
  @Order(3)
  void userOpensAtMost300ConversationsAnHour() {
    List<Client> alices = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      alices.add(connect("alice"));
    }
    for (int i = 0; i < 300; i++) {
      alices.get(i % 2).join(id("room" + i));
    }

    Client alice = alices.get(0);
    awaitRefusal(alice, "joinConversation");
    awaitRefusal(alice, "sendMessage", "content", "hello");
    alice.join(id("room7"));
    Client bob = connect("bob");
    bob.join(id("of-bob"));
    alice.join(id("of-bob"));
  }

  /** In some seconds one more is allowed. */
  private void awaitRefusal(Client client, String event, Object... more) {
    AtomicInteger opened = new AtomicInteger();
    await()
        .until(
            () -> {
              ObjectNode payload = Json.object(more);
              payload.put("conversationId", id(event + opened.getAndIncrement()));
              client.sendText(Json.object("event", event, "payload", payload).toString());
              JsonNode answer = client.next();
              return isRefused(answer) && hasCode(answer, "rate_limited");
            });
  }

  @Test
  @Order(4)
  void refusedHandshakesOfAnAddressAreHeldBack() {
    List<Integer> statuses = new ArrayList<>();

    await()
        .until(
            () -> {
              statuses.addAll(statusesOfRefusals());
              return statuses.contains(429);
            });

    assertThat(statuses).containsOnly(403, 429);
    assertThat(Collections.frequency(statuses, 403)).isGreaterThanOrEqualTo(10);
  }

  /** Of many at once: in each second some more are allowed. */
  private static List<Integer> statusesOfRefusals() {
    List<RawClient> clients = Stream.generate(() -> new RawClient(service)).limit(50).toList();
    byte[] request = RawClient.request("/", "Origin: https://evil.example").getBytes(ISO_8859_1);
    clients.forEach(client -> client.send(request));
    List<Integer> statuses = clients.stream().map(client -> client.readHead().status()).toList();
    clients.forEach(RawClient::close);
    return statuses;
  }
}
