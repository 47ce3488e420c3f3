package io.messageservice.bootstrap.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

  private static final MetricsPage PAGE =
      MetricsPage.read(
          """
          # HELP ready 1 while the node is ready
          # TYPE ready gauge
          ready 1.0
          commands_total{event="ping",outcome="ok"} 3.0
          commands_total{event="ping",outcome="forbidden"} 1.0
          commands_total{event="typing",outcome="ok"} 5.0
          commands_total_of_another 100.0
          commit_seconds_bucket{le="1.0E-4"} 1
          commit_seconds_bucket{le="0.001"} 9
          commit_seconds_bucket{le="+Inf"} 10
          commit_seconds_count 10
          strange{text="a } b"} NaN
          broken
          """);

  @Test
  void seriesAreFoundByTheirNames() {
    assertThat(PAGE.find("ready")).hasValue(1);
    assertThat(PAGE.find("commands_total")).isEmpty();
    assertThat(PAGE.get("absent")).isZero();
    assertThat(PAGE.get("strange{text=\"a } b\"}")).isNaN();
    assertThat(PAGE.series()).hasSize(10);
  }

  @Test
  void seriesAreAddedUpByALabel() {
    assertThat(PAGE.sum("commands_total")).isEqualTo(9);
    assertThat(PAGE.by("commands_total", "event"))
        .containsExactly(Map.entry("ping", 4.0), Map.entry("typing", 5.0));
    assertThat(PAGE.by("commands_total", "outcome"))
        .containsExactly(Map.entry("forbidden", 1.0), Map.entry("ok", 8.0));
  }

  @Test
  void quantileIsTheEndOfItsBucket() {
    MetricsPage nothing = new MetricsPage(Map.of());

    assertThat(PAGE.quantile("commit_seconds", 0.1, nothing)).hasValue(1e-4);
    assertThat(PAGE.quantile("commit_seconds", 0.5, nothing)).hasValue(0.001);
    assertThat(PAGE.quantile("commit_seconds", 0.99, nothing)).hasValue(Double.POSITIVE_INFINITY);
  }

  @Test
  void quantileIsOfWhatWasObservedSince() {
    MetricsPage before =
        MetricsPage.read(
            """
            commit_seconds_bucket{le="0.001"} 9
            commit_seconds_bucket{le="+Inf"} 9
            commit_seconds_bucket{le="1.0E-4"} 1
            """);

    assertThat(PAGE.quantile("commit_seconds", 0.5, before)).hasValue(Double.POSITIVE_INFINITY);
    assertThat(PAGE.quantile("commit_seconds", 0.5, PAGE)).isEmpty();
    assertThat(PAGE.quantile("absent", 0.5, before)).isEmpty();
  }
}
