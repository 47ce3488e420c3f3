package io.messageservice.blackbox.hook;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A hook that does not answer, is gone and comes back, or may not be called. */
final class HookFailureIT {

  private static ServiceProcess service(HookServer hook, String... settings) {
    Map<String, String> all = new HashMap<>(hook.settings());
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return ServiceProcess.ready(all);
  }

  private static Client alice(ServiceProcess service) {
    return new Client.Door(service.address("/?token=" + Tokens.of("alice"))).open("alice");
  }

  private static void hang(HookServer hook, CountDownLatch until) {
    hook.answer =
        question -> {
          try {
            until.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return HookServer.ACCEPT;
        };
  }

  @Test
  void messageOfWhichTheHookSaysNothingInTimeIsRefusedAndMayBeSentAgain() {
    CountDownLatch over = new CountDownLatch(1);
    try (HookServer hook = new HookServer();
        ServiceProcess service = service(hook, "BEFORE_SEND_TIMEOUT", "200ms")) {
      hang(hook, over);
      Client alice = alice(service);

      JsonNode error =
          alice.refused("unavailable", "sendMessage", "conversationId", "c", "content", "hello");

      assertThat(error.get("error").asText()).isNotEmpty();
      assertThat(service.output()).contains("hook_failed hook=before_send cause=timeout");
      over.countDown();
      alice.close();
    }
  }

  @Test
  void whereFailuresAreAcceptedItIsStored() {
    CountDownLatch over = new CountDownLatch(1);
    try (HookServer hook = new HookServer();
        ServiceProcess service =
            service(hook, "BEFORE_SEND_TIMEOUT", "200ms", "BEFORE_SEND_FAILURE", "accept")) {
      hang(hook, over);
      Client alice = alice(service);

      assertThat(alice.say("c", "hello").get("content").asText()).isEqualTo("hello");
      over.countDown();
      alice.close();
    }
  }

  @Test
  void whatTheHookIsAskedAboutDuringAStopIsStoredAndAnswered() {
    CountDownLatch stopping = new CountDownLatch(1);
    try (HookServer hook = new HookServer();
        ServiceProcess service = service(hook)) {
      hang(hook, stopping);
      Client alice = alice(service);
      alice.send("sendMessage", "conversationId", "c", "content", "hello");
      await().until(() -> hook.asked.size() == 1);

      service.terminate();
      await().until(service::isDraining);
      stopping.countDown();

      assertThat(alice.expectReply("sendMessage").at("/message/content").asText())
          .isEqualTo("hello");
      assertThat(alice.expectClosed().code()).isEqualTo(1012);
      assertThat(service.exitCode()).isZero();
    }
  }

  @Test
  void hookThatComesBackIsAskedAgain() {
    HookServer hook = new HookServer();
    try (ServiceProcess service = service(hook)) {
      Client alice = alice(service);
      assertThat(alice.say("c", "one").get("seq").asLong()).isEqualTo(1);
      hook.close();
      for (int i = 0; i < 10; i++) {
        JsonNode unused =
            alice.refused("unavailable", "sendMessage", "conversationId", "c", "content", "two");
      }
      assertThat(service.metrics()).containsEntry("message_service_hook_circuit_open", 1.0);

      try (HookServer back = new HookServer(hook.port())) {
        await()
            .until(
                () -> {
                  alice.send("sendMessage", "conversationId", "c", "content", "three");
                  return alice.next().get("success").asBoolean();
                });
        assertThat(alice.say("c", "four").get("seq").asLong()).isEqualTo(3);
        assertThat(back.asked).hasSizeGreaterThanOrEqualTo(2);
        assertThat(service.metrics()).containsEntry("message_service_hook_circuit_open", 0.0);
        assertThat(service.output())
            .containsOnlyOnce("hook_failed")
            .containsOnlyOnce("hook_recovered")
            .doesNotContain(HookServer.SECRET.substring(6));
      }
      alice.close();
    } finally {
      hook.close();
    }
  }

  @Test
  void hookOnThisMachineIsRefusedAtTheStartUnlessThatIsMeant() {
    try (ServiceProcess service =
        ServiceProcess.with(
            Map.of(
                "BEFORE_SEND_URL",
                "http://127.0.0.1:9/judge",
                "BEFORE_SEND_SECRET",
                HookServer.SECRET))) {
      service.start();

      assertThat(service.exitCode()).isNotZero();
      assertThat(service.output()).contains("BEFORE_SEND_URL", "WEBHOOK_PRIVATE_ADDRESSES=on");
    }
  }

  @Test
  void urlNeedsASecretWhichIsNotRepeated() {
    try (ServiceProcess service =
        ServiceProcess.with(Map.of("BEFORE_SEND_URL", "https://93.184.216.34/judge"))) {
      assertThat(service.run("check").output()).contains("BEFORE_SEND_SECRET must be set");
    }
    try (ServiceProcess service =
        ServiceProcess.with(Map.of("BEFORE_SEND_SECRET", "whsec_misplaced"))) {
      assertThat(service.run("check").output())
          .contains("BEFORE_SEND_SECRET must be whsec_")
          .doesNotContain("misplaced");
    }
  }
}
