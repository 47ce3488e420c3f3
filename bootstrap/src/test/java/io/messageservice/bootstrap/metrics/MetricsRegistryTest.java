package io.messageservice.bootstrap.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.adapter.http.management.MetricsHandler;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsRegistryTest {

  private final MetricsRegistry registry = new MetricsRegistry();

  @AfterEach
  void close() {
    registry.close();
  }

  private String text() {
    return registry.page("").text();
  }

  @Test
  void whatIsCountedIsShownWithItsTypeAndHelp() {
    LongAdder number = registry.counted(Metric.REQUESTS, "200");
    number.add(3);

    assertThat(text())
        .contains("# HELP message_service_requests_total " + Metric.REQUESTS.help() + "\n")
        .contains("# TYPE message_service_requests_total counter\n")
        .contains("message_service_requests_total{status=\"200\"} 3.0\n");
  }

  @Test
  void gaugesAreReadWhenTheyAreAskedFor() {
    LongAdder number = new LongAdder();
    registry.gauge(Metric.LANE, number::sum);
    String before = text();
    number.add(5);

    assertThat(before).contains("message_service_lane_commands 0.0\n");
    assertThat(text()).contains("message_service_lane_commands 5.0\n");
  }

  @Test
  void ownersOfAHistogramAreShownTogetherInSeconds() {
    List<Histogram> owners = registry.histograms(Metric.COMMIT, 2);
    owners.get(0).record(1_500_000);
    owners.get(1).record(1_000_000);
    owners.get(1).record(60_000_000_000L);

    assertThat(text())
        .contains("# TYPE message_service_commit_seconds histogram\n")
        .contains("message_service_commit_seconds_bucket{le=\"5.0E-4\"} 0\n")
        .contains("message_service_commit_seconds_bucket{le=\"0.001\"} 1\n")
        .contains("message_service_commit_seconds_bucket{le=\"0.002\"} 2\n")
        .contains("message_service_commit_seconds_bucket{le=\"5.0\"} 2\n")
        .contains("message_service_commit_seconds_bucket{le=\"+Inf\"} 3\n")
        .contains("message_service_commit_seconds_count 3\n")
        .contains("message_service_commit_seconds_sum 60.0025\n");
  }

  @Test
  void formatIsTheOneThatIsAskedFor() {
    MetricsHandler.Page plain = registry.page("text/plain;version=0.0.4");
    MetricsHandler.Page open =
        registry.page("application/openmetrics-text;version=1.0.0;q=0.8,text/plain;q=0.5");

    assertThat(plain.mediaType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(plain.text()).doesNotContain("# EOF");
    assertThat(open.mediaType())
        .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(open.text()).endsWith("# EOF\n");
  }

  @Test
  void labelsAreThoseOfTheCatalogue() {
    assertThatThrownBy(() -> registry.counted(Metric.COMMANDS, "ping"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
