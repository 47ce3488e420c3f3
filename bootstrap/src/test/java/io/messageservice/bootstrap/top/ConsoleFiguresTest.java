package io.messageservice.bootstrap.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleFiguresTest {

  private final ConsoleFigures figures = new ConsoleFigures();

  private Map<String, Map<String, Double>> at(Duration time, int commands) {
    return figures.of(
        """
        message_service_connections 5.0
        message_service_memory_bytes{holder="outbox"} 4096.0
        message_service_commands_total{event="sendMessage",outcome="ok"} %d.0
        message_service_commit_seconds_bucket{le="5.0E-4"} %d
        message_service_commit_seconds_bucket{le="+Inf"} %d
        message_service_commit_seconds_count %d
        """
            .formatted(commands, commands, commands, commands),
        time.toNanos());
  }

  @Test
  void ratesAreOfTheTimeSinceTheFiguresBefore() {
    Map<String, Map<String, Double>> first = at(Duration.ofHours(1), 100);
    Map<String, Map<String, Double>> second = at(Duration.ofHours(1).plusSeconds(2), 130);

    assertThat(first).doesNotContainKey("rates");
    assertThat(first.get("now")).containsEntry("connections", 5.0);
    assertThat(first.get("held")).containsEntry("outbox", 4096.0);
    assertThat(second.get("rates")).containsEntry("messages", 15.0);
    assertThat(second.get("commands")).containsEntry("sendMessage", 15.0);
    assertThat(second.get("commit_seconds")).containsEntry("rate", 15.0).containsEntry("p99", 5e-4);
  }

  @Test
  void figuresOfLongAgoAreNotComparedAndThoseOfNowAreGivenAgain() {
    Map<String, Map<String, Double>> first = at(Duration.ofHours(1), 100);

    assertThat(at(Duration.ofHours(1).plusMillis(100), 200)).isSameAs(first);
    assertThat(at(Duration.ofHours(2), 300)).doesNotContainKey("rates");
  }
}
