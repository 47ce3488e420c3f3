package io.messageservice.adapter.redis.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisConfig;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersion;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The monotonic clock of the nodes stands still here. */
@OnEachRedis
class LogTest {

  private static final long A_MINUTE = 60_000;

  private final RedisServer server;
  private final String key = UUID.randomUUID() + ":log";
  private final RedisConnection connection;
  private final Log first;
  private final Log second;

  LogTest(RedisVersion version) {
    server = RedisServer.shared(version);
    connection = RedisConnection.open(RedisConfig.of(server.url()));
    first = log("first");
    second = log("second");
    server.ask("XADD", key, "1-0", "change", "one");
    server.ask("XADD", key, "2-0", "change", "two");
  }

  @AfterEach
  void close() {
    connection.close();
  }

  /** Such a node reads only where the reader's key is gone. */
  @Test
  void nodesOfAnEarlierVersionWaitAMinuteAtMostForAReaderThatDied() {
    assertThat(first.take().join().ours()).isTrue();

    assertThat(millisLeft(":reader")).isBetween(1L, A_MINUTE);
    assertThat(millisLeft(":beats")).isBetween(1L, A_MINUTE);
  }

  @Test
  void aReaderWhoseKeyEndedEarlyChangesNothingThatItsSuccessorNoted() {
    List<LogEntry> entries = first.take().join().entries();

    theKeyEnds();
    assertThat(second.take().join().entries()).hasSize(2);
    assertThat(second.passed(entries.get(1)).join()).isEqualTo(1);

    assertThat(first.passed(entries.get(0)).join()).isZero();
    assertThat(server.ask("GET", key + ":position")).startsWith("2-0 ");
  }

  @Test
  void whatWasToldBehindAKeyThatEndedEarlyIsReadAgain() {
    List<LogEntry> entries = first.take().join().entries();

    theKeyEnds();

    assertThat(first.passed(entries.get(1)).join()).isZero();
    assertThat(second.take().join().entries()).isEqualTo(entries);
  }

  /** As it does where the clock of Redis is set forward. */
  private void theKeyEnds() {
    server.ask("DEL", key + ":reader", key + ":beats");
  }

  private long millisLeft(String beside) {
    return Long.parseLong(server.ask("PTTL", key + beside));
  }

  private Log log(String node) {
    Site site = new Site(connection, node, Runnable::run, (delay, task) -> {}, () -> 0);
    return new Log("log", key, site);
  }
}
