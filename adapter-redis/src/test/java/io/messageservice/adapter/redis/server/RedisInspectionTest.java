package io.messageservice.adapter.redis.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.Ports;
import io.messageservice.adapter.redis.RedisConfig;
import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.adapter.redis.UnusableRedis;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

@OnEachRedis
class RedisInspectionTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final RedisVersion version;

  RedisInspectionTest(RedisVersion version) {
    this.version = version;
  }

  @Test
  void serverThatKeepsEverythingHasNoWarnings() {
    try (RedisServer server =
        RedisServer.start(version, "--appendonly", "yes", "--appendfsync", "always")) {
      RedisInspection found = inspect(server, InstantSource.system());

      assertThat(found.warnings()).isEmpty();
      assertThat(found.versions()).singleElement().asString().matches("[0-9]+\\.[0-9.]+");
      assertThat(found.roundTrip()).isPositive();
    }
  }

  @Test
  void whatItWouldLoseAndHowItsClockGoesIsFound() {
    InstantSource behind = () -> InstantSource.system().instant().minus(HOUR);
    try (RedisServer server = RedisServer.start(version, "--appendonly", "no")) {
      RedisInspection found = inspect(server, behind);

      assertThat(found.warnings()).singleElement().asString().startsWith("appendonly no");
      assertThat(found.ahead()).isBetween(HOUR.minusMinutes(5), HOUR.plusMinutes(5));
    }
  }

  @Test
  void nobodyWhoAnswersIsAProblemInALine() {
    RedisConfig nobody = RedisConfig.of("redis://127.0.0.1:" + Ports.next());

    assertThatExceptionOfType(UnusableRedis.class)
        .isThrownBy(() -> RedisInspection.of(nobody, InstantSource.system(), System::nanoTime))
        .withMessageStartingWith("Redis at ");
  }

  private static RedisInspection inspect(RedisServer server, InstantSource clock) {
    return RedisInspection.of(RedisConfig.of(server.url()), clock, System::nanoTime);
  }
}
