package io.messageservice.adapter.redis.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.JumpingClock;
import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisConfig;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.adapter.redis.link.RedisClock.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The machine's own clock stands still here, so that the server's time can be told exactly. */
@OnEachRedis
class RedisClockTest {

  private final RedisServer server;
  private final RedisConnection connection;
  private final AtomicLong nanoTime = new AtomicLong(-5_000_000_000L);

  RedisClockTest(RedisVersion version) {
    server = RedisServer.shared(version);
    connection =
        RedisConnection.open(RedisConfig.of(server.url()).withPrefix(UUID.randomUUID() + ":"));
  }

  @AfterEach
  void close() {
    connection.close();
  }

  @Test
  void itIsSetByTheServerAndGoesOnByItself() {
    Instant before = serverTime();
    RedisClock clock = RedisClock.open(connection, nanoTime::get);
    Instant after = serverTime();

    Instant set = clock.instant();
    nanoTime.addAndGet(1_234_567_890L);

    assertThat(set).isBetween(before, after);
    assertThat(Duration.between(set, clock.instant())).isEqualTo(Duration.ofNanos(1_234_567_890L));
  }

  @Test
  void anErrorIsMadeGoodSlowlyHoweverLargeItIs() {
    RedisClock clock = RedisClock.open(connection, nanoTime::get);

    assertThat(changeBy(clock, Duration.ofMillis(30), Duration.ZERO))
        .isEqualTo(Duration.ofMillis(30));
    assertThat(changeBy(clock, Duration.ofMillis(-700), Duration.ZERO))
        .isEqualTo(Duration.ofMillis(-50));
    assertThat(changeBy(clock, Duration.ofHours(-1), Duration.ZERO))
        .isEqualTo(Duration.ofMillis(-50));
    nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(changeBy(clock, Duration.ofHours(1), Duration.ZERO))
        .isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void whoBeginsAfterAJumpTakesTheTimeOfTheOthers() {
    String prefix = connection.prefix();
    JumpingClock jumping = new JumpingClock(prefix);
    try (RedisConnection jumpy = jumping.connect(config())) {
      Instant before = RedisClock.open(jumpy, nanoTime::get).instant();
      jumping.jump(jumpy, Duration.ofHours(-1));

      Instant after = RedisClock.open(jumpy, nanoTime::get).instant();

      assertThat(after).isAfterOrEqualTo(before.minusSeconds(1));
    }
  }

  @Test
  void anAnswerThatTookLongIsNotBelieved() {
    RedisClock clock = RedisClock.open(connection, nanoTime::get);

    assertThat(changeBy(clock, Duration.ofMillis(30), Duration.ofMillis(101)))
        .isEqualTo(Duration.ZERO);
    assertThat(changeBy(clock, Duration.ofHours(1), Duration.ofSeconds(9)))
        .isEqualTo(Duration.ZERO);
  }

  /** As after a pause of the virtual machine, in which its monotonic clock stood still. */
  @Test
  void aNodeThatStoodStillTakesTheTimeOfTheOthersAtOnce() {
    JumpingClock jumping = new JumpingClock(connection.prefix());
    try (RedisConnection shared = jumping.connect(config())) {
      RedisClock going = RedisClock.open(shared, nanoTime::get);
      RedisClock standing = RedisClock.open(shared, () -> -5_000_000_000L);
      nanoTime.addAndGet(Duration.ofSeconds(30).toNanos());
      jumping.jump(shared, Duration.ofSeconds(30));
      Instant others = going.instant();

      going.look().join();
      standing.look().join();

      assertThat(standing.instant()).isAfterOrEqualTo(others.minusMillis(1));
    }
  }

  @Test
  void noNodeTakesAJumpOfTheServerForTheTimeOfTheOthers() {
    JumpingClock jumping = new JumpingClock(connection.prefix());
    try (RedisConnection shared = jumping.connect(config())) {
      RedisClock one = RedisClock.open(shared, nanoTime::get);
      RedisClock other = RedisClock.open(shared, nanoTime::get);
      Instant before = other.instant();
      jumping.jump(shared, Duration.ofHours(1));

      for (int i = 0; i < 3; i++) {
        one.look().join();
        other.look().join();
      }

      assertThat(one.instant()).isBefore(before.plusSeconds(2));
      assertThat(other.instant()).isBefore(before.plusSeconds(2));
    }
  }

  @Test
  void onlyANodeThatIsFarBehindTheOthersTakesTheirTime() {
    RedisClock clock = RedisClock.open(connection, nanoTime::get);

    assertThat(changeWhereOthersAreAheadBy(clock, Duration.ofHours(-1))).isEqualTo(Duration.ZERO);
    assertThat(changeWhereOthersAreAheadBy(clock, Duration.ofMillis(200))).isEqualTo(Duration.ZERO);
    assertThat(changeWhereOthersAreAheadBy(clock, Duration.ofMillis(201)))
        .isEqualTo(Duration.ofMillis(201));
  }

  @Test
  void aNodeThatTakesTheTimeOfTheOthersIsNeverAheadOfThem() {
    RedisClock clock = RedisClock.open(connection, nanoTime::get);
    long epochNanos = nanos(clock.instant());
    long nodesNanos = epochNanos + Duration.ofSeconds(30).toNanos();
    long now = nanoTime.get();

    clock.correct(new Answer(now - 2_000_000_000L, now, epochNanos, nodesNanos));

    assertThat(nanos(clock.instant())).isEqualTo(nodesNanos);
  }

  private RedisConfig config() {
    return RedisConfig.of(server.url()).withPrefix(connection.prefix());
  }

  /** By how much the clock changes where it agrees with the server and the others do not. */
  private Duration changeWhereOthersAreAheadBy(RedisClock clock, Duration ahead) {
    Instant before = clock.instant();
    long now = nanoTime.get();
    clock.correct(new Answer(now, now, nanos(before), nanos(before) + ahead.toNanos()));
    return Duration.between(before, clock.instant());
  }

  /** By how much the clock changes where the server says that it is wrong by that. */
  private Duration changeBy(RedisClock clock, Duration error, Duration roundTrip) {
    Instant before = clock.instant();
    long now = nanoTime.get();
    long middle = nanos(before) + error.toNanos() - roundTrip.toNanos() / 2;
    clock.correct(new Answer(now - roundTrip.toNanos(), now, middle, nanos(before)));
    return Duration.between(before, clock.instant());
  }

  private static long nanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }

  private Instant serverTime() {
    List<String> words = server.ask("TIME").lines().toList();
    long micros = Long.parseLong(words.get(1));
    return Instant.ofEpochSecond(Long.parseLong(words.get(0)), micros * 1_000);
  }
}
