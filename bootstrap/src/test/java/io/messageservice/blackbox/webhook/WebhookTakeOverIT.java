package io.messageservice.blackbox.webhook;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.ClusterMode;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of several nodes one sends; where it ends or stands still, another goes on. */
@AlsoInCluster
final class WebhookTakeOverIT {

  private final List<String> said = new ArrayList<>();

  private static boolean sends(ServiceProcess node) {
    return Double.valueOf(1).equals(node.metrics().get("message_service_webhook_sending"));
  }

  private static ServiceProcess sender(List<ServiceProcess> nodes) {
    await().until(() -> nodes.stream().anyMatch(WebhookTakeOverIT::sends));
    return nodes.stream().filter(WebhookTakeOverIT::sends).findFirst().orElseThrow();
  }

  private void say(ServiceProcess node, int count) {
    Client alice = new Client.Door(node.own("/?token=" + Tokens.of("alice"))).open("alice");
    for (int i = 0; i < count; i++) {
      String text = "m" + said.size();
      alice.send("sendMessage", "conversationId", "c", "content", text);
      JsonNode unused = skipToReply(alice);
      said.add(text);
    }
    alice.abort();
  }

  /** What another node stored before may be pushed meanwhile. */
  private static JsonNode skipToReply(Client client) {
    JsonNode frame = client.next();
    while (!frame.has("success")) {
      frame = client.next();
    }
    assertThat(frame.get("success").asBoolean()).isTrue();
    return frame;
  }

  @Test
  void nodesTakeOverWithoutLeavingAnythingOut() {
    assumeTrue(ClusterMode.isOn(), "of one node nobody takes over");
    try (EventReceiver receiver = new EventReceiver();
        ServiceProcess service = ServiceProcess.ready(receiver.settings())) {
      killed(receiver, service.nodes());
      standsStill(receiver, service.nodes());
      ends(receiver, service.nodes());

      await().until(() -> receiver.messages("c").size() == said.size());
      assertThat(receiver.messages("c")).isEqualTo(said);
    }
  }

  private static ServiceProcess other(List<ServiceProcess> nodes, ServiceProcess one) {
    return nodes.stream().filter(node -> node != one).findFirst().orElseThrow();
  }

  /** While the receiver refuses what comes, so that something is unanswered. */
  private void killed(EventReceiver receiver, List<ServiceProcess> nodes) {
    ServiceProcess sender = sender(nodes);
    receiver.answer = event -> event.content().equals("m2") ? 500 : 204;
    say(other(nodes, sender), 5);
    await().until(() -> receiver.messages("c").size() == 2);
    sender.kill();
    receiver.answer = event -> 204;

    await().until(() -> sends(other(nodes, sender)));
    say(other(nodes, sender), 5);
    await().until(() -> receiver.messages("c").equals(said));
    sender.restart();
  }

  private void standsStill(EventReceiver receiver, List<ServiceProcess> nodes) {
    ServiceProcess sender = sender(nodes);
    say(other(nodes, sender), 5);
    sender.pause();
    try {
      await().until(() -> sends(other(nodes, sender)));
      say(other(nodes, sender), 5);
      await().until(() -> receiver.messages("c").equals(said));
    } finally {
      sender.resume();
    }
    await().until(() -> !sends(sender));
  }

  private void ends(EventReceiver receiver, List<ServiceProcess> nodes) {
    ServiceProcess sender = sender(nodes);
    say(other(nodes, sender), 5);
    sender.terminate();
    assertThat(sender.exitCode()).isZero();

    await().until(() -> sends(other(nodes, sender)));
    say(other(nodes, sender), 5);
    await().until(() -> receiver.messages("c").equals(said));
  }
}
