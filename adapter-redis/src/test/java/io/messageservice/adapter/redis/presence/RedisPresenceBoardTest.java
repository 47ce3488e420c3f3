package io.messageservice.adapter.redis.presence;

import static io.messageservice.adapter.redis.presence.PresenceNode.LEASE;
import static io.messageservice.adapter.redis.presence.PresenceNode.awaitPassed;
import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachRedis
class RedisPresenceBoardTest {

  private static final Duration LONG = Duration.ofHours(1);

  private final RedisVersion version;
  private final RedisServer server;
  private final List<AutoCloseable> open = new ArrayList<>();

  RedisPresenceBoardTest(RedisVersion version) {
    this.version = version;
    this.server = RedisServer.start(version, "--appendonly", "yes", "--appendfsync", "always");
    open.add(server);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  @Test
  void eachCrossingIsToldOnceAndInOrderOnEveryNode() {
    PresenceNode a = node("a");
    PresenceNode b = node("b");

    a.came("ann");
    awaitTold("+ann", a, b);
    b.came("ann");
    b.came("bob");
    awaitTold("+bob", a, b);
    a.went("ann", Duration.ZERO);
    a.came("eve");
    awaitTold("+eve", a, b);
    b.went("ann", Duration.ZERO);
    awaitTold("-ann", a, b);

    for (PresenceNode each : List.of(a, b)) {
      assertThat(each.transitions()).containsExactly("+ann", "+bob", "+eve", "-ann");
      assertThat(each.lastSeen()).containsOnlyKeys("ann");
    }
  }

  @Test
  void whatCrossesQuicklyIsToldAllTheSame() {
    PresenceNode a = node("a");

    a.came("ann");
    a.went("ann", Duration.ZERO);
    a.came("ann");

    awaitCrossings(a, "+ann", "-ann", "+ann");
  }

  @Test
  void aReturnWithinTheGraceIsNoNewsAlsoOnAnotherNode() {
    PresenceNode a = node("a");
    PresenceNode b = node("b");
    a.came("ann");
    awaitTold("+ann", a, b);

    a.went("ann", LONG);
    a.came("bob");
    awaitTold("+bob", a, b);
    b.came("ann");
    b.went("ann", Duration.ofMillis(1));
    awaitTold("-ann", a, b);

    assertThat(a.transitions()).containsExactly("+ann", "+bob", "-ann");
  }

  @Test
  void aNodeThatBeginsIsToldOfEverybodyWhoIsOnline() {
    PresenceNode a = node("a");
    IntStream.range(0, 3_000).forEach(i -> a.came("u" + i));
    a.came("gone");
    a.went("gone", Duration.ZERO);
    awaitTold("-gone", a);

    PresenceNode b = node("b");

    await().untilAsserted(() -> assertThat(b.transitions()).hasSize(3_000));
    assertThat(b.transitions()).doesNotContain("-gone").doesNotHaveDuplicates();
  }

  @Test
  void usersOfANodeThatIsKilledGoOfflineOnce() {
    PresenceNode a = node("a");
    PresenceNode b = node("b");
    IntStream.range(0, 1_200).forEach(i -> b.came("u" + i));
    b.came("both");
    a.came("both");
    a.came("ann");
    await().untilAsserted(() -> assertThat(a.transitions()).hasSize(1_202));

    b.close();

    await().untilAsserted(() -> assertThat(a.transitions()).hasSize(2_402));
    assertThat(a.transitions()).doesNotHaveDuplicates().doesNotContain("-both", "-ann");
    await().until(() -> !a.mayLive("b"));
    assertThat(a.mayLive("a")).isTrue();
  }

  @Test
  void aNodeThatGivesUpItsLeaseLeavesGracesBehindAndNobodyElse() {
    PresenceNode a = node("a");
    PresenceNode b = node("b");
    b.came("graced");
    awaitTold("+graced", a);
    b.came("here");
    awaitTold("+here", a);

    b.went("graced", LONG);
    b.leave();

    awaitCrossings(a, "+graced", "+here", "-here");
    b.close();
    a.came("graced");
    a.came("later");
    awaitTold("+later", a);
    assertThat(a.transitions()).containsExactly("+graced", "+here", "-here", "+later");
  }

  @Test
  void aPausedNodeThatComesBackBeginsAnewWithItsUsers() {
    PresenceNode a = node("a");
    PresenceNode b = node("b");
    b.came("bob");
    a.came("ann");
    awaitTold("+ann", a, b);
    awaitTold("+bob", a, b);

    b.link().pause();
    awaitTold("-bob", a);
    b.came("eve");
    b.link().resume();

    await()
        .untilAsserted(
            () -> {
              assertThat(a.transitions()).hasSize(5).contains("+eve");
              assertThat(a.transitions().lastIndexOf("+bob")).isGreaterThan(2);
              assertThat(b.transitions()).isEqualTo(a.transitions());
            });
    assertThat(b.leasesLost()).isEqualTo(1);
  }

  @Test
  void nobodyGoesOfflineWhileRedisIsPausedForLongerThanALease() {
    PresenceNode a = node("a");
    PresenceNode b = node("b");
    a.came("ann");
    b.came("bob");
    b.came("moves");
    awaitTold("+moves", a, b);
    awaitTold("+ann", a, b);
    awaitTold("+bob", a, b);

    server.pause();
    b.went("moves", Duration.ofMillis(100));
    a.came("moves");
    a.came("late");
    awaitPassed(LEASE.multipliedBy(4));
    server.resume();
    awaitTold("+late", a, b);
    awaitALeaseEnds(a, b);

    for (PresenceNode each : List.of(a, b)) {
      assertThat(each.transitions())
          .containsExactlyInAnyOrder("+ann", "+bob", "+moves", "+late", "+cid", "-cid");
    }
    assertThat(a.leasesLost() + b.leasesLost()).isZero();
  }

  @Test
  void nobodyGoesOfflineWhereRedisRestartsWithItsData() {
    PresenceNode a = node("a");
    PresenceNode b = node("b");
    a.came("ann");
    b.came("bob");
    awaitTold("+ann", a, b);
    awaitTold("+bob", a, b);

    server.kill();
    a.came("late");
    awaitPassed(LEASE.multipliedBy(2));
    server.restart();
    awaitTold("+late", a, b);
    awaitALeaseEnds(a, b);

    for (PresenceNode each : List.of(a, b)) {
      assertThat(each.transitions())
          .containsExactlyInAnyOrder("+ann", "+bob", "+late", "+cid", "-cid");
    }
  }

  @Test
  void afterALossOfAllDataThoseWhoAreStillHereDoNotFlap() {
    PresenceNode a = node("a");
    PresenceNode b = node("b");
    PresenceNode c = node("c");
    a.came("ann");
    b.came("bob");
    c.came("cid");
    awaitTold("+ann", a, b);
    awaitTold("+bob", a, b);
    awaitTold("+cid", a, b);

    c.close();
    server.ask("FLUSHALL");
    a.came("new");

    awaitTold("-cid", a, b);
    awaitTold("+new", a, b);
    a.went("ann", Duration.ZERO);
    awaitTold("-ann", a, b);
    for (PresenceNode each : List.of(a, b)) {
      assertThat(each.transitions())
          .containsExactlyInAnyOrder("+ann", "+bob", "+cid", "+new", "-cid", "-ann");
    }
  }

  @Test
  void otherCrossingsWithTheNumbersOfLostOnesAreTold() {
    try (RedisServer forgetful = RedisServer.start(version);
        PresenceNode a = new PresenceNode(forgetful, "t:", "a");
        PresenceNode b = new PresenceNode(forgetful, "t:", "b")) {
      a.came("ann");
      awaitTold("+ann", a, b);
      String unused = forgetful.ask("SAVE");
      b.came("bob");
      b.went("bob", Duration.ZERO);
      awaitTold("-bob", a, b);

      a.link().pause();
      forgetful.kill();
      forgetful.restart();
      b.came("cid");
      b.came("eve");
      await().until(() -> numberOn(forgetful) >= 3);
      a.link().resume();

      awaitOnline(List.of("ann", "cid", "eve"), a, b);
    }
  }

  @Test
  void aNodeOneOfWhoseChangesWasLostBeginsAnew() {
    try (RedisServer forgetful = RedisServer.start(version);
        PresenceNode a = new PresenceNode(forgetful, "t:", "a");
        PresenceNode b = new PresenceNode(forgetful, "t:", "b")) {
      b.came("bob");
      awaitTold("+bob", a, b);
      String unused = forgetful.ask("SAVE");
      b.came("eve");
      b.went("bob", Duration.ZERO);
      awaitTold("-bob", a, b);

      b.link().pause();
      b.came("new"); // is sent before anything else once the node goes on
      forgetful.kill();
      forgetful.restart();
      b.link().resume();

      awaitOnline(List.of("eve", "new"), a, b);
    }
  }

  private static long numberOn(RedisServer server) {
    return Long.parseLong(server.ask("HGET", "t:{presence}:board", "n"));
  }

  private static void awaitOnline(List<String> users, PresenceNode... nodes) {
    for (PresenceNode node : nodes) {
      await()
          .untilAsserted(
              () -> assertThat(node.online()).containsExactlyInAnyOrderElementsOf(users));
    }
  }

  @Test
  void aSubscriptionThatIsCutOnlyMakesThingsLate() {
    PresenceNode a = node("a");
    PresenceNode b = node("b");
    b.came("bob");
    awaitTold("+bob", a, b);

    server.ask("CLIENT", "KILL", "TYPE", "pubsub");
    b.came("eve");
    b.went("bob", Duration.ZERO);

    awaitCrossings(a, "+bob", "+eve", "-bob");
  }

  @Test
  void scriptsThatAreFlushedAreSentAgain() {
    PresenceNode a = node("a");
    PresenceNode b = node("b");
    b.came("bob");
    awaitTold("+bob", a, b);

    server.ask("SCRIPT", "FLUSH");
    b.came("eve");

    awaitCrossings(a, "+bob", "+eve");
  }

  @Test
  void garbageInTheChannelIsPassedOver() {
    PresenceNode a = node("a");
    a.came("ann");
    awaitTold("+ann", a);

    server.ask("PUBLISH", "t:{presence}:transitions", "x\u001ey\u001fz");
    a.came("bob");

    awaitCrossings(a, "+ann", "+bob");
  }

  @Test
  void aNodeThatWasAwayLongerThanTheLogReachesComparesWithTheBoard() {
    PresenceNode a = node("a");
    PresenceNode b = node("b");
    b.came("bob");
    awaitTold("+bob", a, b);

    a.link().pause();
    IntStream.range(0, 3_000).forEach(i -> b.came("u" + i));
    b.went("bob", Duration.ZERO);
    awaitTold("-bob", b);
    server.ask("XTRIM", "t:{presence}:log", "MAXLEN", "10");
    a.link().resume();

    await().untilAsserted(() -> assertThat(a.transitions()).hasSize(3_002).contains("-bob"));
  }

  private PresenceNode node(String name) {
    PresenceNode node = new PresenceNode(server, "t:", name);
    open.add(node);
    return node;
  }

  private static void awaitTold(String transition, PresenceNode... nodes) {
    for (PresenceNode node : nodes) {
      await().untilAsserted(() -> assertThat(node.transitions()).contains(transition));
    }
  }

  private static void awaitCrossings(PresenceNode node, String... transitions) {
    await().untilAsserted(() -> assertThat(node.transitions()).containsExactly(transitions));
  }

  /** A lease that began after theirs ends: theirs would have ended before. */
  private void awaitALeaseEnds(PresenceNode... nodes) {
    PresenceNode c = node("c");
    c.came("cid");
    awaitTold("+cid", nodes);
    c.close();
    awaitTold("-cid", nodes);
  }
}
