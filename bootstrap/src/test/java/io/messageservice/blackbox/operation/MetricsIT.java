package io.messageservice.blackbox.operation;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** {@code GET /metrics} of a node that no other test uses: the figures are those of its clients. */
@TestInstance(TestInstance.Lifecycle.PER_METHOD)
final class MetricsIT extends Scenario {

  private static final String DELIVERED = "message_service_deliveries_total{kind=\"message\"}";

  private static ServiceProcess own = ServiceProcess.with(Map.of());

  private final String room = id("room");
  private Map<String, Double> before = Map.of();

  @BeforeAll
  static void start() {
    own =
        ServiceProcess.ready(
            Map.of("PRESENCE_AUDIENCE", "contacts", "MAX_OUTBOUND_BYTES", "64KiB"));
  }

  @AfterAll
  static void stop() {
    own.close();
  }

  /** Once what the last test did is over. */
  @BeforeEach
  void look() {
    await()
        .untilAsserted(
            () -> {
              before = own.metrics();
              assertThat(before)
                  .containsEntry("message_service_connections", 0.0)
                  .containsEntry("message_service_users_online", 0.0);
            });
  }

  @Override
  public ServiceProcess service() {
    return own;
  }

  /** By how much it has grown since the test began. */
  private double grown(String series) {
    return own.metrics().getOrDefault(series, Double.NaN) - before.getOrDefault(series, 0.0);
  }

  private void awaitGrown(String series, double by) {
    await().untilAsserted(() -> assertThat(grown(series)).as(series).isEqualTo(by));
  }

  private static String command(String event, String outcome) {
    return "message_service_commands_total{event=\"" + event + "\",outcome=\"" + outcome + "\"}";
  }

  @Test
  void isServedInBothFormatsOnTheManagementPortOnly() throws Exception {
    HttpResponse<String> plain = own.manage("/metrics", "text/plain");
    HttpResponse<String> open = own.manage("/metrics", "application/openmetrics-text");

    assertThat(plain.statusCode()).isEqualTo(200);
    assertThat(plain.headers().firstValue("content-type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(open.headers().firstValue("content-type"))
        .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(open.body()).endsWith("# EOF\n");
    assertThat(own.get("/metrics").statusCode()).isEqualTo(404);
  }

  @Test
  void showsWhatThePageInTheDocumentationLists() throws Exception {
    List<String> listed =
        Files.readAllLines(Path.of("..", "docs", "monitoring", "README.md")).stream()
            .filter(line -> line.startsWith("| `message_service_"))
            .map(line -> line.split("`", -1)[1])
            .toList();

    assertThat(
            own.manage("/metrics", "text/plain")
                .body()
                .lines()
                .filter(line -> line.startsWith("# TYPE message_service_"))
                .map(line -> line.split(" ", -1)[2]))
        .containsExactlyInAnyOrderElementsOf(listed);
  }

  @Test
  void countsWhatIsSentAndDelivered() {
    Client alice = connect("alice", room);
    Client bob = connect("bob", room);
    Client carol = connect("carol", room);
    for (int i = 0; i < 5; i++) {
      var said = alice.say(room, "message " + i);
      List.of(bob, carol).forEach(client -> client.expectMessage(said));
    }

    awaitGrown("message_service_connections", 3);
    assertThat(grown("message_service_handshakes_total{outcome=\"accepted\"}")).isEqualTo(3);
    assertThat(grown(command("joinConversation", "ok"))).isEqualTo(3);
    assertThat(grown(command("sendMessage", "ok"))).isEqualTo(5);
    assertThat(grown(DELIVERED)).isEqualTo(10);
    awaitGrown("message_service_delivery_seconds_count", 5);
    assertThat(grown("message_service_batch_commands_sum")).isGreaterThanOrEqualTo(8);
    await().untilAsserted(MetricsIT::everyBatchIsOneCommit);
    assertThat(grown("message_service_received_bytes_total")).isGreaterThan(5 * 40);
    assertThat(grown("message_service_sent_bytes_total")).isGreaterThan(15 * 40);
    awaitGrown("message_service_presence_transitions_total{to=\"online\"}", 3);
  }

  private static void everyBatchIsOneCommit() {
    Map<String, Double> metrics = own.metrics();
    assertThat(metrics.get("message_service_commit_seconds_count"))
        .isEqualTo(metrics.get("message_service_batch_commands_count"));
  }

  @Test
  void countsWhatIsRefused() throws Exception {
    Client alice = connect("alice");
    alice.refused("invalid_payload", "sendMessage", "conversationId", room);
    alice.sendText("{\"event\":\"no such event\"}");
    alice.expectError("unknown_event", "no such event");
    alice.sendText("no JSON");
    alice.expectError("invalid_format", null);
    Client refused = keep(door("/?token=" + Tokens.of("x") + "x").open("x"));
    assertThat(refused.expectClosed().code()).isEqualTo(1008);
    assertThat(own.get("/").statusCode()).isEqualTo(400); // its client offers HTTP/2
    assertThat(own.get("/api/conversations").statusCode()).isEqualTo(401);

    assertThat(grown(command("sendMessage", "invalid_payload"))).isEqualTo(1);
    assertThat(grown(command("unknown", "unknown_event"))).isEqualTo(1);
    assertThat(grown(command("unknown", "invalid_format"))).isEqualTo(1);
    assertThat(grown("message_service_handshakes_total{outcome=\"token_invalid\"}")).isEqualTo(1);
    assertThat(grown("message_service_handshakes_total{outcome=\"http_400\"}")).isEqualTo(1);
    awaitGrown("message_service_requests_total{status=\"401\"}", 1);
    awaitGrown("message_service_connections_closed_total{cause=\"token_invalid\"}", 1);
  }

  @Test
  void countsReplaysAsDeliveries() {
    Client alice = connect("alice", room);
    alice.say(room, "one");
    alice.say(room, "two");
    Client bob = connect("bob");
    bob.ask("joinConversation", "conversationId", room, "afterSeq", 0);
    bob.expectPush("newMessage");
    bob.expectPush("newMessage");

    assertThat(grown("message_service_replays_total")).isEqualTo(1);
    assertThat(grown(DELIVERED)).isEqualTo(2);
  }

  @Test
  void showsWhatWaitsForASlowClientAndWhyItEnds() {
    Client alice = connect("alice", room);
    try (RawClient slow = RawClient.upgraded(own, id("slow"))) {
      slow.sendText(Client.command("joinConversation", "conversationId", room).toString());
      awaitGrown(command("joinConversation", "ok"), 2);
      String large = "x".repeat(10_000);
      for (int i = 0; i < 100; i++) {
        alice.say(room, large);
      }
      awaitGrown("message_service_connections_closed_total{cause=\"too_slow\"}", 1);
    }
    await()
        .untilAsserted(
            () ->
                assertThat(own.metrics())
                    .containsEntry("message_service_memory_bytes{holder=\"outbox\"}", 0.0)
                    .containsEntry("message_service_connections", 1.0));
  }

  @Test
  void aNodeAtRestShowsThatItWorks() {
    Map<String, Double> now = own.metrics();

    assertThat(now)
        .containsEntry("message_service_ready", 1.0)
        .containsEntry("message_service_faults_total", 0.0)
        .containsEntry("message_service_feeds_quarantined", 0.0)
        .containsKey("message_service_store_bytes{file=\"database\"}")
        .containsKey("process_files_open_files");
    await()
        .untilAsserted(
            () -> {
              assertThat(grown("message_service_event_loop_lag_seconds_count")).isPositive();
              assertThat(grown("message_service_reconciliations_total{outcome=\"ok\"}"))
                  .isPositive();
            });
  }
}
