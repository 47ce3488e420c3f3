package io.messageservice.adapter.redis.presence;

import static io.messageservice.adapter.redis.presence.PresenceNode.LEASE;
import static io.messageservice.adapter.redis.presence.PresenceNode.awaitPassed;
import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.JumpingClock;
import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.adapter.redis.link.TestLink;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a node of an earlier version finds on the board. It compares the ends of leases with the
 * clock of Redis: each lease that lives is to end after now, and within the length of a lease.
 */
@OnEachRedis
class MixedVersionsTest {

  private static final Duration AN_HOUR = Duration.ofHours(1);
  private static final String LEASES = "t:{presence}:leases";

  /** How many leases there are, and how many of them such a node finds in order. */
  private static final String LOOK =
      """
      local at = tonumber(redis.call('HGET', KEYS[1], 'at'))
      return redis.call('ZCARD', KEYS[2]) .. ' ' .. redis.call('ZCOUNT', KEYS[2],
        string.format('(%.0f', at), string.format('%.0f', at + ARGV[1]))
      """;

  private final RedisServer server;
  private final JumpingClock clock = new JumpingClock("t:");
  private final TestLink link;
  private final PresenceNode node;

  MixedVersionsTest(RedisVersion version) {
    server = RedisServer.start(version);
    link = new TestLink(server, clock);
    node = new PresenceNode(link, "t:", "node");
    node.came("ann");
    awaitTold("+ann");
  }

  @AfterEach
  void close() {
    node.close();
    server.close();
  }

  @Test
  void leasesAreInOrderAfterAnOutageOfRedis() {
    server.pause();
    awaitPassed(LEASE.multipliedBy(3));
    server.resume();
    node.came("late");
    awaitTold("+late");

    awaitLeasesInOrder();
    assertThat(node.transitions()).containsExactly("+ann", "+late");
  }

  @Test
  void leasesAreInOrderWhereTheClockOfRedisIsSetForwardAndBack() {
    jump(AN_HOUR);
    node.came("forward");
    awaitTold("+forward");
    awaitLeasesInOrder();

    jump(AN_HOUR.negated());
    node.came("back");
    awaitTold("+back");
    awaitLeasesInOrder();

    assertThat(node.transitions()).containsExactly("+ann", "+forward", "+back");
    assertThat(node.leasesLost()).isZero();
  }

  /** Such a node takes it from the clock of Redis, of which that of the board may be behind. */
  @Test
  void aLeaseOfANodeOfAnEarlierVersionBecomesNoLonger() {
    String anHourLater = Long.toString(System.currentTimeMillis() + AN_HOUR.plus(LEASE).toMillis());
    server.ask("ZADD", LEASES, anHourLater, "dead.1");

    jump(AN_HOUR);

    await().until(() -> server.ask("ZSCORE", LEASES, "dead.1").isEmpty());
    assertThat(node.transitions()).containsExactly("+ann");
  }

  private void jump(Duration ahead) {
    clock.jump(link.link().connection(), ahead);
  }

  private void awaitTold(String transition) {
    await().untilAsserted(() -> assertThat(node.transitions()).contains(transition));
  }

  private void awaitLeasesInOrder() {
    String length = Long.toString(LEASE.toMillis());
    await()
        .untilAsserted(
            () ->
                assertThat(server.ask("EVAL", LOOK, "2", "t:{presence}:board", LEASES, length))
                    .isEqualTo("1 1"));
  }
}
