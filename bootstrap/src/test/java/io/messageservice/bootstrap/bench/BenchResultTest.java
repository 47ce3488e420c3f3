package io.messageservice.bootstrap.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.bootstrap.bench.BenchResult.Count;
import io.messageservice.bootstrap.bench.Latencies.Quantiles;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BenchResultTest {

  private static final BenchPlan PLAN =
      new BenchPlan(
          URI.create("ws://127.0.0.1:8001/"),
          101,
          2,
          100,
          1,
          Duration.ofSeconds(30),
          100,
          Optional.empty(),
          OptionalLong.empty());

  private static final Quantiles TIMES =
      new Quantiles(3_000, 900_000, 1_400_000, 3_200_000, 8_000_000, 9_100_000);

  @Test
  void connectionsAreSpreadOverConversations() {
    assertThat(PLAN.rooms()).isEqualTo(50);
    assertThat(PLAN.roomOf(0)).isZero();
    assertThat(PLAN.roomOf(3)).isEqualTo(1);
    assertThat(PLAN.roomOf(100)).isEqualTo(49);
  }

  @Test
  void figuresAreInWords() {
    assertThat(result(0, 0, OptionalDouble.of(1.2)).lines())
        .containsExactly(
            "connections  101 of 101 opened in 0.40 s, 30 replaced, 0 broken; conversations 50",
            "messages     3,000 sent in 30 s, 3,000 acknowledged, 0 unanswered, 0 not sent",
            "deliveries   3,000, lost 0, doubled 0, after coming back 12",
            "delivered    p50 0.90 ms, p90 1.40 ms, p99 3.20 ms, p99.9 8 ms, most 9.10 ms",
            "answered     p50 0.90 ms, p90 1.40 ms, p99 3.20 ms, p99.9 8 ms, most 9.10 ms",
            "server CPU   1.20 s, 4 % of a processor, 400 µs for a delivery",
            "late itself  p50 0.90 ms, p90 1.40 ms, p99 3.20 ms, p99.9 8 ms, most 9.10 ms");
  }

  @Test
  void faultsAreNamedAndEndItWithOne() {
    BenchResult result =
        new BenchResult(
            PLAN,
            101,
            0.4,
            30,
            0,
            OptionalDouble.empty(),
            Map.of(),
            TIMES,
            TIMES,
            TIMES,
            Map.of("sendMessage rate_limited", 12L));

    assertThat(result.lines())
        .contains("fault        12 × sendMessage rate_limited")
        .contains("server CPU   not seen: name --metrics or --pid");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void onlyAWholeRunEndsWithZero() {
    assertThat(result(0, 0, OptionalDouble.empty()).exitCode()).isZero();
    assertThat(result(1, 0, OptionalDouble.empty()).exitCode()).isEqualTo(1);
    assertThat(result(0, 1, OptionalDouble.empty()).exitCode()).isEqualTo(1);
  }

  @Test
  void machinesReadJson() {
    assertThat(result(0, 0, OptionalDouble.of(1.5)).json())
        .startsWith("{\"plan\":{\"connections\":101,\"roomSize\":2,\"rate\":100.0,\"churn\":1.0,")
        .contains("\"sent\":3000", "\"caughtUp\":12", "\"lost\":0", "\"serverCpuSeconds\":1.5")
        .contains(
            "\"deliveryMillis\":{\"count\":3000,\"p50\":0.9,\"p90\":1.4,\"p99\":3.2,\"p999\":8.0,")
        .endsWith("\"faults\":{}}");
  }

  private static BenchResult result(long lost, long doubled, OptionalDouble cpu) {
    return new BenchResult(
        PLAN,
        101,
        0.4,
        30,
        lost,
        cpu,
        Map.of(
            Count.SENT, 3_000L,
            Count.ACKNOWLEDGED, 3_000L,
            Count.DELIVERED, 3_000L,
            Count.DOUBLED, doubled,
            Count.CAUGHT_UP, 12L,
            Count.REPLACED, 30L),
        TIMES,
        TIMES,
        TIMES,
        Map.of());
  }
}
