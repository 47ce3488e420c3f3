package io.messageservice.bootstrap.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.bootstrap.figure.MetricsPage;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopFrameTest {

  private static final String BEFORE =
      """
      message_service_handshakes_total{outcome="accepted"} 100.0
      message_service_handshakes_total{outcome="token_invalid"} 4.0
      message_service_commands_total{event="ping",outcome="ok"} 10.0
      message_service_commands_total{event="sendMessage",outcome="ok"} 1000.0
      message_service_deliveries_total{kind="message"} 2000.0
      message_service_received_bytes_total 1000.0
      message_service_sent_bytes_total 2000.0
      message_service_commit_seconds_bucket{le="5.0E-4"} 1000
      message_service_commit_seconds_bucket{le="0.001"} 1000
      message_service_commit_seconds_bucket{le="+Inf"} 1000
      message_service_commit_seconds_count 1000
      process_cpu_time_ns_total 1.0E9
      """;

  private static final String NOW =
      """
      message_service_ready 1.0
      message_service_connections 1204.0
      message_service_users_online 980.0
      message_service_feeds 310.0
      message_service_feeds_quarantined 1.0
      message_service_lane_commands 0.0
      message_service_unanswered_commands 3.0
      message_service_memory_bytes{holder="outbox"} 4096.0
      message_service_memory_bytes{holder="page"} 0.0
      message_service_memory_bytes{holder="feed"} 8192.0
      message_service_memory_limit_bytes 1048576.0
      message_service_store_bytes{file="messages.db"} 1572864.0
      message_service_handshakes_total{outcome="accepted"} 110.0
      message_service_handshakes_total{outcome="token_invalid"} 4.0
      message_service_handshakes_total{outcome="503"} 0.0
      message_service_commands_total{event="ping",outcome="ok"} 12.0
      message_service_commands_total{event="sendMessage",outcome="ok"} 1240.0
      message_service_commands_total{event="sendMessage",outcome="rate_limited"} 60.0
      message_service_deliveries_total{kind="message"} 2480.0
      message_service_received_bytes_total 3048.0
      message_service_sent_bytes_total 1024.0
      message_service_connections_closed_total{cause="client"} 9.0
      message_service_connections_closed_total{cause="too_slow"} 2.0
      message_service_commit_seconds_bucket{le="5.0E-4"} 1150
      message_service_commit_seconds_bucket{le="0.001"} 1200
      message_service_commit_seconds_bucket{le="+Inf"} 1200
      message_service_commit_seconds_count 1200
      process_cpu_time_ns_total 1.5E9
      process_files_open_files 1310.0
      process_files_max_files 1048576.0
      process_uptime_seconds 3780.4
      jvm_memory_used_bytes{area="heap",id="Eden"} 1048576.0
      jvm_memory_used_bytes{area="heap",id="Old"} 1048576.0
      jvm_memory_used_bytes{area="nonheap",id="Code"} 9.0E9
      """;

  @Test
  void figuresOfANodeAreOnTheScreen() {
    List<String> lines = lines(NOW);

    assertThat(String.join("\n", lines) + "\n")
        .isEqualTo(
            """
            http://chat-2:8002  ready  up 1 h 03 min

            now
              connections    1,204  users online                     980
              feeds            310  quarantined                        1
              lane commands      0  unanswered                         3
              CPU             25 %  descriptors       1,310 of 1,048,576
              heap           2 MiB  held for clients     12 KiB of 1 MiB

            held
              feed    8 KiB
              outbox  4 KiB

            a second
              handshakes               5
              closed                5.50
              requests                 0
              command sendMessage    150
              command ping             1
              delivery message       240
              received             1 KiB
              sent                 512 B
              frames dropped           0
              lagged                   0
              replays                  0
              reads of feeds           0

            times
                      a second    p50 ≤  p99 ≤
              commit       100  0.50 ms   1 ms

            store
              messages.db  1.50 MiB

            refused and broken, a second and in all
              command rate limited     30  60
              closed too slow           1   2
              handshake token invalid   0   4
            """);
  }

  @Test
  void webhookIsShownWhereThereIsOne() {
    List<String> lines =
        lines(
            NOW
                + """
                message_service_webhook_sending 1.0
                message_service_webhook_unanswered_events 12.0
                message_service_webhook_lag_seconds 0.25
                message_service_webhook_circuit_open 1.0
                message_service_webhook_calls_total{outcome="acknowledged"} 1500.0
                """);

    assertThat(lines)
        .containsSubsequence(
            "webhook",
            "  sends                  yes",
            "  unanswered events       12",
            "  behind              0.25 s",
            "  circuit               OPEN",
            "  calls acknowledged   1,500");
  }

  @Test
  void nodeThatIsNotReadySaysSo() {
    assertThat(lines("message_service_ready 0.0\nprocess_uptime_seconds 61\n").get(0))
        .isEqualTo("http://chat-2:8002  NOT READY  up 1 min 01 s");
  }

  private static List<String> lines(String now) {
    return TopFrame.lines(
        "http://chat-2:8002", new TopSample(MetricsPage.read(now), MetricsPage.read(BEFORE), 2));
  }
}
