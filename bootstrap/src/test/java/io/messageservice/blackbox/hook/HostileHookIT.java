package io.messageservice.blackbox.hook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.application.fuzz.HostileServer;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A hook whose answers are none. */
final class HostileHookIT {

  private static final int MESSAGES = 300;

  private static Map<String, String> settings(HostileServer hook, String timeout) {
    return Map.of(
        "BEFORE_SEND_URL",
        "http://127.0.0.1:" + hook.port() + "/judge",
        "BEFORE_SEND_SECRET",
        HookServer.SECRET,
        "BEFORE_SEND_TIMEOUT",
        timeout,
        "WEBHOOK_PRIVATE_ADDRESSES",
        "on",
        "RATE_LIMIT",
        "off");
  }

  private static Client connect(ServiceProcess node, String user) {
    return new Client.Door(node.own("/?token=" + Tokens.of(user))).open(user);
  }

  @Test
  void whatAwaitsASilentHookHoldsNobodyElse() {
    HostileServer.Answer silence = HostileServer.Answer.SILENCE;
    try (HostileServer hook = new HostileServer(() -> silence, new Random(1));
        ServiceProcess service = ServiceProcess.ready(settings(hook, "30s"))) {
      Client alice = connect(service.next(), "alice");
      for (int i = 0; i < 100; i++) {
        alice.send("sendMessage", "conversationId", "c", "content", "hello");
      }

      for (ServiceProcess node : service.nodes()) {
        String user = "bob-" + node.port();
        Client bob = connect(node, user);
        JsonNode unused = bob.join("c");
        unused = bob.ask("markConversationAsRead", "conversationId", "c");
        assertThat(node.readiness()).isEqualTo(200);
        bob.close();
      }
      alice.abort();
    }
  }

  /** In a small heap, which ends the process where it is full. */
  @Test
  void whateverAHookAnswersEachMessageIsAnsweredAndNothingBreaks() {
    HostileServer.Answer[] all = HostileServer.Answer.values();
    Random kinds = new Random(2);
    try (HostileServer hook =
            new HostileServer(() -> all[kinds.nextInt(all.length)], new Random(3));
        ServiceProcess service = ServiceProcess.with(settings(hook, "200ms")).withHeap("96m")) {
      service.start();
      service.awaitReady();
      Client alice = connect(service, "alice");

      for (int i = 0; i < MESSAGES; i++) {
        alice.send("sendMessage", "conversationId", "c", "content", "hello " + i);
        JsonNode answer = alice.next();
        assertThat(answer.get("success").asBoolean() || isExpected(answer))
            .as(answer.toString())
            .isTrue();
      }

      assertThat(service.metrics())
          .containsEntry("message_service_faults_total", 0.0)
          .containsEntry("message_service_unanswered_commands", 0.0);
      assertThat(service.output()).contains("hook_failed").doesNotContain("fault where");
      alice.close();
    }
  }

  private static boolean isExpected(JsonNode answer) {
    return List.of("unavailable", "rejected", "overloaded").contains(answer.get("code").asText());
  }
}
