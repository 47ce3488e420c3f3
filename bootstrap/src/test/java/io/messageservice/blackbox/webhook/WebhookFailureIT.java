package io.messageservice.blackbox.webhook;

import static io.messageservice.application.waiting.Patience.await;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A receiver that is gone and comes back, and nodes that are killed between any two steps. */
final class WebhookFailureIT {

  private static final int ROUNDS = 3;
  private static final String SENDING = "message_service_webhook_sending";

  private static Client alice(ServiceProcess service) {
    return new Client.Door(service.address("/?token=" + Tokens.of("alice"))).open("alice");
  }

  private static List<String> say(ServiceProcess service, List<String> said, int count) {
    Client alice = alice(service);
    for (int i = 0; i < count; i++) {
      String text = "m" + said.size();
      JsonNode unused = alice.say("c", text);
      said.add(text);
    }
    alice.abort();
    return said;
  }

  @Test
  void receiverThatComesBackGetsEverythingInOrder() {
    EventReceiver receiver = new EventReceiver();
    List<String> said = new ArrayList<>();
    try (ServiceProcess service = ServiceProcess.ready(receiver.settings())) {
      List<String> unused = say(service, said, 5);
      await().until(() -> receiver.messages("c").size() == 5);
      receiver.close();
      unused = say(service, said, 20);
      await().until(() -> service.output().contains("webhook_failed cause=unreachable"));

      try (EventReceiver back = receiver.again()) {
        await().until(() -> back.messages("c").equals(said));
        await().until(() -> service.output().contains("webhook_recovered"));
      }
      assertThat(service.output())
          .containsOnlyOnce("webhook_failed")
          .doesNotContain(EventReceiver.SECRET.substring(6));
    } finally {
      receiver.close();
    }
  }

  /**
   * Rounds in which the node is killed when a call has come, when it is answered, or at once; every
   * second time the receiver is gone at the start.
   */
  @Test
  void nodeThatIsKilledLeavesNothingOut() {
    Random random = new Random(11);
    List<String> said = new ArrayList<>();
    EventReceiver receiver = new EventReceiver();
    try (ServiceProcess service = ServiceProcess.ready(receiver.settings())) {
      for (int round = 0; round < ROUNDS; round++) {
        int calls = random.nextInt(4);
        AtomicInteger came = new AtomicInteger();
        boolean answers = round % 2 == 0;
        receiver.answer = event -> came.incrementAndGet() > calls && !answers ? 500 : 204;
        List<String> unused = say(service, said, 5);
        await().until(() -> came.get() >= calls);
        service.kill();
        if (round % 3 == 0) {
          receiver.close();
          receiver = receiver.again();
        }
        service.restart();
      }
      receiver.answer = event -> 204;
      EventReceiver last = receiver;

      await().until(() -> last.messages("c").size() == said.size());

      assertThat(last.messages("c")).isEqualTo(said);
    } finally {
      receiver.close();
    }
  }

  @Test
  void whoAnswersGoneGetsNothingMoreUntilTheNextStart() {
    try (EventReceiver receiver = new EventReceiver();
        ServiceProcess service = ServiceProcess.ready(receiver.settings())) {
      receiver.answer = event -> 410;
      List<String> said = say(service, new ArrayList<>(), 1);
      await().until(() -> service.output().contains("webhook_stopped status=410"));
      await().until(() -> service.metrics().entrySet().contains(entry(SENDING, 0.0)));

      receiver.answer = event -> 204;
      service.terminate();
      assertThat(service.exitCode()).isZero();
      service.restart();

      await().until(() -> receiver.messages("c").equals(said));
    }
  }

  @Test
  void batchesBringEverythingInOrderThroughARestart() {
    List<String> said = new ArrayList<>();
    try (EventReceiver receiver = new EventReceiver();
        ServiceProcess service = ServiceProcess.ready(receiver.settings("WEBHOOK_BATCH", "on"))) {
      List<String> unused = say(service, said, 50);
      service.terminate();
      assertThat(service.exitCode()).isZero();
      service.restart();
      unused = say(service, said, 50);

      await().until(() -> receiver.messages("c").size() == said.size());

      assertThat(receiver.messages("c")).isEqualTo(said);
    }
  }

  @Test
  void eventThatIsRefusedTooOftenIsSkipped() {
    try (EventReceiver receiver = new EventReceiver();
        ServiceProcess service =
            ServiceProcess.ready(receiver.settings("WEBHOOK_MAX_ATTEMPTS", "2"))) {
      receiver.answer = event -> event.content().equals("m0") ? 400 : 204;
      List<String> said = say(service, new ArrayList<>(), 2);

      await().until(() -> receiver.messages("c").equals(said.subList(1, 2)));

      await().until(() -> service.output().contains("webhook_given_up"));
      assertThat(service.output()).contains("events=1 attempts=2");
      assertThat(service.metrics())
          .containsEntry("message_service_webhook_events_total{outcome=\"given_up\"}", 1.0);
    }
  }

  @Test
  void oneEventIsSentForTryingOut() {
    try (EventReceiver receiver = new EventReceiver();
        ServiceProcess service = ServiceProcess.with(receiver.settings())) {
      ServiceProcess.Ran ran = service.run("webhook-test");
      assertThat(ran.output()).startsWith("status 204 after ");
      assertThat(ran.exitCode()).isZero();
      assertThat(receiver.received)
          .singleElement()
          .matches(event -> event.type().equals("webhook.test"));

      receiver.answer = event -> 500;
      ServiceProcess.Ran refused = service.run("webhook-test");
      assertThat(refused.output()).startsWith("status 500 after ");
      assertThat(refused.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void urlNeedsASecretAndAPublicAddress() {
    try (ServiceProcess service =
        ServiceProcess.with(Map.of("WEBHOOK_URL", "http://127.0.0.1:9/events"))) {
      assertThat(service.run("check").output())
          .contains(
              "WEBHOOK_SECRET must be set",
              "WEBHOOK_URL has a host on a private network",
              "WEBHOOK_PRIVATE_ADDRESSES=on");
    }
  }
}
