package io.messageservice.adapter.redis.position;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisConfig;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.application.port.out.change.ReaderPositions;
import io.messageservice.application.port.out.change.ReaderPositionsContract;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachRedis
class RedisPositionsTest extends ReaderPositionsContract {

  private final AtomicLong nanos = new AtomicLong();
  private final RedisConnection connection;
  private final ReaderPositions first;
  private final ReaderPositions second;

  RedisPositionsTest(RedisVersion version) {
    RedisConfig config =
        RedisConfig.of(RedisServer.shared(version).url()).withPrefix(UUID.randomUUID() + ":");
    connection = RedisConnection.open(config);
    first = new RedisPositions(connection, "first", nanos::get);
    second = new RedisPositions(connection, "second", nanos::get);
  }

  @AfterEach
  void close() {
    connection.close();
  }

  @Override
  protected ReaderPositions positions() {
    return first;
  }

  @Test
  void oneNodeIsTheReaderUntilItLeaves() {
    assertThat(first.take("webhooks")).contains("");
    assertThat(second.take("webhooks")).isEmpty();
    assertThat(second.note("webhooks", "e-1")).isFalse();
    assertThat(second.take("another")).contains("");

    first.note("webhooks", "e-2");
    second.leave("webhooks");
    assertThat(second.take("webhooks")).isEmpty();
    first.leave("webhooks");

    assertThat(second.take("webhooks")).contains("e-2");
    assertThat(first.note("webhooks", "e-3")).isFalse();
  }

  @Test
  void anotherNodeTakesOverFromOneThatGivesNoSign() {
    assertThat(first.take("webhooks")).contains("");
    assertThat(second.take("webhooks")).isEmpty();

    nanos.addAndGet(RedisPositions.LEASE.toNanos() - 1);
    assertThat(second.take("webhooks")).isEmpty();
    assertThat(first.take("webhooks")).contains("");
    nanos.addAndGet(1);
    assertThat(second.take("webhooks")).as("seen again").isEmpty();
    nanos.addAndGet(RedisPositions.LEASE.toNanos());

    assertThat(second.take("webhooks")).contains("");
    assertThat(first.note("webhooks", "e-1")).isFalse();
    assertThat(first.take("webhooks")).isEmpty();
    assertThat(second.note("webhooks", "e-2")).isTrue();
  }
}
