package io.messageservice.adapter.redis.position;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisConfig;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersion;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The monotonic clock of the nodes stands still here. */
@OnEachRedis
class ReaderLeaseTest {

  private static final long A_MINUTE = 60_000;

  private final RedisServer server;
  private final String key = UUID.randomUUID() + ":log";
  private final RedisConnection connection;
  private final ReaderLease first;
  private final ReaderLease second;

  ReaderLeaseTest(RedisVersion version) {
    server = RedisServer.shared(version);
    connection = RedisConnection.open(RedisConfig.of(server.url()));
    first = lease("first");
    second = lease("second");
  }

  @AfterEach
  void close() {
    connection.close();
  }

  @Test
  void oneNodeReadsAndTheNextGoesOnFromWhatItNoted() {
    assertThat(first.take()).contains("");
    assertThat(second.take()).isEmpty();
    assertThat(first.note("here")).isTrue();
    assertThat(first.take()).contains("here");

    first.leave();

    assertThat(second.take()).contains("here");
    assertThat(first.take()).isEmpty();
  }

  /** Such a node reads only where the reader's key is gone. */
  @Test
  void nodesOfAnEarlierVersionWaitAMinuteAtMostForAReaderThatDied() {
    assertThat(first.take()).isPresent();

    assertThat(millisLeft(":reader")).isBetween(1L, A_MINUTE);
    assertThat(millisLeft(":beats")).isBetween(1L, A_MINUTE);
  }

  @Test
  void aReaderWhoseKeyEndedEarlyChangesNothingThatItsSuccessorNoted() {
    assertThat(first.take()).isPresent();

    theKeyEnds();
    assertThat(second.take()).contains("");
    assertThat(second.note("later")).isTrue();

    assertThat(first.note("earlier")).isFalse();
    assertThat(second.take()).contains("later");
  }

  @Test
  void whatWasWrittenBehindAKeyThatEndedEarlyIsReadAgain() {
    assertThat(first.take()).contains("");

    theKeyEnds();

    assertThat(first.note("here")).isFalse();
    assertThat(second.take()).contains("");
  }

  /** As it does where the clock of Redis is set forward. */
  private void theKeyEnds() {
    server.ask("DEL", key + ":reader", key + ":beats");
  }

  private long millisLeft(String beside) {
    return Long.parseLong(server.ask("PTTL", key + beside));
  }

  private ReaderLease lease(String node) {
    return new ReaderLease(connection, node, () -> 0, key);
  }
}
