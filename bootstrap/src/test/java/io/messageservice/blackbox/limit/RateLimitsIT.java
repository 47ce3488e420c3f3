package io.messageservice.blackbox.limit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
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
    int sent = 1_000;
    for (int i = 0; i < sent; i++) {
      alice.send("leaveConversation", "conversationId", id("lobby"));
    }

    int refused = 0;
    for (int i = 0; i < sent; i++) {
      JsonNode frame = alice.next();
      assertThat(frame.get("event").asText()).isEqualTo("leaveConversation");
      if (!frame.get("success").asBoolean()) {
        assertThat(frame.get("code").asText()).isEqualTo("rate_limited");
        assertThat(i).as("the burst is free").isGreaterThanOrEqualTo(490);
        refused++;
      }
    }

    assertThat(refused).as("refused of %s in a row", sent).isGreaterThan(0);
    alice.close();
  }

  @Test
  @Order(2)
  void whoGoesOnThroughFiveThousandRefusalsIsClosed() {
    Client alice = connect("alice");
    try {
      for (int i = 0; i < 30_000; i++) {
        alice.send("leaveConversation", "conversationId", id("lobby"));
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
    alice.refused("rate_limited", "joinConversation", "conversationId", id("room300"));
    alice.refused(
        "rate_limited", "sendMessage", "conversationId", id("room301"), "content", "hello");
    alice.join(id("room7"));
    Client bob = connect("bob");
    bob.join(id("room300"));
    alice.join(id("room300"));
  }

  @Test
  @Order(4)
  void refusedHandshakesOfAnAddressAreHeldBack() {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 100 && !statuses.contains(429); i++) {
      try (RawClient raw = new RawClient(service)) {
        raw.send(RawClient.request("/", "Origin: https://evil.example").getBytes(ISO_8859_1));
        statuses.add(raw.readHead().status());
      }
    }

    assertThat(statuses).contains(429).containsOnly(403, 429);
    assertThat(statuses.indexOf(429)).isGreaterThanOrEqualTo(10);
  }
}
