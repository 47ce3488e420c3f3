package io.messageservice.blackbox.operation;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.ClusterMode;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The figures of all nodes together are those of their clients, wherever these are. */
@AlsoInCluster
final class NodesMetricsIT extends Scenario {

  private static ServiceProcess own = ServiceProcess.with(Map.of());

  @BeforeAll
  static void start() {
    own = ServiceProcess.ready(Map.of("PRESENCE_AUDIENCE", "contacts"));
  }

  @AfterAll
  static void stop() {
    own.close();
  }

  @Override
  public ServiceProcess service() {
    return own;
  }

  private static double together(String series) {
    return own.nodes().stream().mapToDouble(node -> node.metrics().get(series)).sum();
  }

  @Test
  void eachDeliveryIsCountedOnceAndWhereItIsMade() {
    String room = id("room");
    Client alice = connect("alice", room);
    Client bob = connect("bob", room);
    for (int i = 0; i < 4; i++) {
      bob.expectMessage(alice.say(room, "message " + i));
    }

    assertThat(together("message_service_connections")).isEqualTo(2);
    assertThat(together("message_service_deliveries_total{kind=\"message\"}")).isEqualTo(4);
    assertThat(together("message_service_commands_total{event=\"sendMessage\",outcome=\"ok\"}"))
        .isEqualTo(4);
    if (ClusterMode.isOn()) {
      own.nodes().forEach(NodesMetricsIT::showsTheBus);
    }
  }

  private static void showsTheBus(ServiceProcess node) {
    await()
        .untilAsserted(
            () -> {
              Map<String, Double> metrics = node.metrics();
              assertThat(metrics.get("message_service_bus_delay_seconds_count")).isPositive();
              assertThat(metrics).containsEntry("message_service_users_online", 2.0);
            });
  }
}
