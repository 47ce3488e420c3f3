package io.messageservice.adapter.redis.bus;

import static io.messageservice.adapter.redis.bus.BusNode.stored;
import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.JumpingClock;
import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.adapter.redis.link.DeafeningProxy;
import io.messageservice.adapter.redis.link.TestLink;
import io.messageservice.application.port.out.Signal;
import io.messageservice.application.port.out.Topic;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachRedis
class RedisBusTest {

  private final RedisServer server;
  private final List<AutoCloseable> open = new ArrayList<>();

  RedisBusTest(RedisVersion version) {
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
  void aNodeHearsWhatItWatchesAndNothingElse() {
    BusNode a = node("a");
    BusNode b = node("b");
    b.watch("watched", "last");

    a.publish("other", 1);
    a.publish("watched", 2);
    a.publish("last", 3);

    awaitPositions(b, 2L, 3L);
    assertThat(a.received().positions()).isEmpty();
  }

  @Test
  void whoeverComesIsFoundWhileOthersAreToldAtOnce() {
    BusNode a = node("a");
    BusNode b = node("b");
    BusNode late = node("late");
    b.watch("c");
    a.publish("c", 1);
    awaitPositions(b, 1L);

    late.watch("c");
    LongStream.rangeClosed(2, 500).forEach(seq -> a.publish("c", seq));

    awaitPositions(b, LongStream.rangeClosed(1, 500).boxed().toArray(Long[]::new));
    awaitPositions(late, LongStream.rangeClosed(2, 500).boxed().toArray(Long[]::new));
  }

  @Test
  void whoeverWatchedLatelyIsToldWithTheNextLookAndNoLonger() {
    BusNode a = node("a");
    BusNode b = node("b");
    b.watch("left", "kept");
    a.publish("left", 1);
    awaitPositions(b, 1L);
    b.unwatch("left");
    await().untilAsserted(() -> assertThat(interest("left")).isEmpty());

    a.publish("left", 2);
    a.publish("kept", 3);
    awaitPositions(b, 1L, 2L, 3L);
    a.publish("left", 4);
    a.publish("kept", 5);

    awaitPositions(b, 1L, 2L, 3L, 5L);
  }

  @Test
  void whoeverWatchesAUserHearsWhereHeComes() {
    BusNode a = node("a");
    BusNode b = node("b");
    AtomicBoolean confirmed = new AtomicBoolean();
    b.bus().watch(List.of(new Topic.OfUser(new UserId("bob"))), () -> confirmed.set(true));
    await().untilTrue(confirmed);

    a.bus().publish(List.of(stored("new", 1, "bob", "eve")));

    awaitPositions(b, 1L);
  }

  @Test
  void manySignalsArriveInOrderAndOnce() {
    BusNode a = node("a");
    BusNode b = node("b");
    b.watch("c1", "c2");

    LongStream.rangeClosed(1, 5_000).forEach(seq -> a.publish(seq % 2 == 0 ? "c1" : "c2", seq));

    await()
        .untilAsserted(
            () ->
                assertThat(b.received().positions())
                    .isEqualTo(LongStream.rangeClosed(1, 5_000).boxed().toList()));
  }

  @Test
  void whatIsNotWatchedAnyMoreIsNotHeard() {
    BusNode a = node("a");
    BusNode b = node("b");
    b.watch("left", "kept");

    b.unwatch("left");

    await().untilAsserted(() -> assertThat(interest("left")).isEmpty());
    a.publish("left", 1);
    a.publish("kept", 2);
    awaitPositions(b, 2L);
  }

  @Test
  void aQuickReturnFindsTheTopicStillWatched() {
    BusNode b =
        new BusNode(server, new BusConfig("t:", "b", false, Duration.ofHours(1), BusNode.ABSENCE));
    open.add(b);
    b.watch("c");
    b.unwatch("c");
    String writes = numbers("c");

    b.watch("c");

    assertThat(numbers("c")).isEqualTo(writes);
    assertThat(interest("c")).isEqualTo("b");
  }

  @Test
  void thousandsOfTopicsAreWrittenAnewWhereTheTableIsLost() {
    BusNode a = node("a");
    BusNode b = node("b");
    String[] many = IntStream.range(0, 10_000).mapToObj(i -> "c" + i).toArray(String[]::new);
    b.watch(many);

    server.ask("FLUSHALL");

    await().untilAsserted(() -> assertThat(topicsInTable()).isEqualTo(10_000));
    assertThat(b.received().doubts()).isPositive();
    a.publish("c9999", 7);
    awaitPositions(b, 7L);
  }

  @Test
  void aSubscriptionThatIsCutIsMadeAnewAndDoubted() {
    BusNode a = node("a");
    BusNode b = node("b");
    b.watch("c");
    int doubts = b.received().doubts();

    server.ask("CLIENT", "KILL", "TYPE", "pubsub");

    await().until(() -> b.received().doubts() > doubts && b.bus().isProven());
    awaitHeardSoon(a, b, "c");
  }

  @Test
  void aSubscriptionThatOnlySeemsToBeThereIsThrownAway() throws Exception {
    BusNode a = node("a");
    try (DeafeningProxy proxy = new DeafeningProxy(server.port())) {
      TestLink link = new TestLink(server.url(), proxy.url());
      BusNode b = new BusNode(link, BusConfig.of("t:", "b", false));
      open.add(b);
      b.watch("c");
      int doubts = b.received().doubts();

      proxy.deafen();

      await().until(() -> b.received().doubts() > doubts && b.bus().isProven());
      awaitHeardSoon(a, b, "c");
      b.close();
    }
  }

  @Test
  void scriptsThatAreFlushedAreSentAgain() {
    BusNode a = node("a");
    BusNode b = node("b");
    b.watch("c1");

    server.ask("SCRIPT", "FLUSH");
    b.watch("c2");

    a.publish("c2", 1);
    awaitPositions(b, 1L);
  }

  @Test
  void allIsBackAfterRedisRestartedWithItsData() {
    restart(true);
  }

  @Test
  void allIsBackAfterRedisRestartedWithoutItsData() {
    restart(false);
  }

  private void restart(boolean withData) {
    BusNode a = node("a");
    BusNode b = node("b");
    b.watch("c");
    int doubts = b.received().doubts();

    if (!withData) {
      server.ask("FLUSHALL");
    }
    server.kill();
    await().until(() -> !a.bus().isProven() && !b.bus().isProven());
    server.restart();

    await().until(() -> b.received().doubts() > doubts && b.bus().isProven());
    a.awaitProven();
    awaitHeardSoon(a, b, "c");
  }

  @Test
  void whileRedisIsAwayAWatchIsConfirmedAllTheSameAndDoubted() {
    BusNode a = node("a");
    BusNode b = node("b");
    server.pause();
    int doubts = b.received().doubts();

    b.watch("c");

    await().until(() -> b.received().doubts() > doubts);
    await().until(() -> !b.bus().isProven());
    server.resume();
    b.awaitProven();
    a.awaitProven();
    awaitHeardSoon(a, b, "c");
  }

  @Test
  void garbageIsDroppedAndDoubted() {
    BusNode a = node("a");
    BusNode b = node("b");
    b.watch("c");
    int doubts = b.received().doubts();

    server.ask("PUBLISH", "t:bus:b", "garbage");

    await().until(() -> b.received().doubts() > doubts);
    a.publish("c", 1);
    awaitPositions(b, 1L);
  }

  /** As nodes send that are not upgraded yet. */
  @Test
  void frameOfAnotherVersionIsDroppedWithoutADoubt() {
    BusNode a = node("a");
    BusNode b = node("b");
    b.watch("c");
    int doubts = b.received().doubts();

    server.ask("PUBLISH", "t:bus:b", "\u0001a frame of version 1");

    a.publish("c", 1);
    awaitPositions(b, 1L);
    assertThat(b.received().doubts()).isEqualTo(doubts);
  }

  @Test
  void aNodeThatIsGoneIsTakenOutOfTheTable() {
    BusNode a = node("a");
    BusNode b = node("b");
    b.watch("c");
    assertThat(interest("c")).isEqualTo("b");

    b.close();

    await()
        .untilAsserted(
            () -> {
              a.publish("c", 1);
              assertThat(interest("c")).isEmpty();
            });
  }

  @Test
  void aNodeThatIsGoneIsTakenOutThoughTheClockIsSetBack() {
    JumpingClock clock = new JumpingClock("t:");
    BusNode a = node("a", clock);
    BusNode b = node("b", clock);
    b.watch("c");
    assertThat(interest("c")).isEqualTo("b");

    b.link().pause();
    clock.jump(a.link().link().connection(), Duration.ofHours(-1));

    await().untilAsserted(() -> assertThat(interest("c")).isEmpty());
  }

  @Test
  void aNodeThatWasTakenForGoneComesBack() {
    BusNode a = node("a");
    BusNode b = node("b");
    b.watch("c");

    b.link().pause();
    await().untilAsserted(() -> assertThat(interest("c")).isEmpty());
    b.link().resume();

    await().untilAsserted(() -> assertThat(interest("c")).isEqualTo("b"));
    awaitHeardSoon(a, b, "c");
  }

  private BusNode node(String name) {
    BusNode node = new BusNode(server, "t:", name);
    open.add(node);
    return node;
  }

  private BusNode node(String name, JumpingClock clock) {
    BusConfig config = new BusConfig("t:", name, false, Duration.ZERO, BusNode.ABSENCE);
    BusNode node = new BusNode(new TestLink(server, clock), config);
    open.add(node);
    return node;
  }

  private static void awaitPositions(BusNode node, Long... positions) {
    await().untilAsserted(() -> assertThat(node.received().positions()).containsExactly(positions));
  }

  /** What is said now may still be lost, but before long it is not. */
  private static void awaitHeardSoon(BusNode from, BusNode to, String conversation) {
    AtomicInteger seq = new AtomicInteger(100);
    await()
        .until(
            () -> {
              from.publish(conversation, seq.incrementAndGet());
              return !to.received().positions().isEmpty();
            });
  }

  private String interest(String conversation) {
    return server.ask("HGET", key(conversation, "interest"), "c" + conversation);
  }

  private String numbers(String conversation) {
    return server.ask("HGETALL", key(conversation, "watchers"));
  }

  private static String key(String conversation, String name) {
    Signal signal = stored(conversation, 1);
    int part = KeyPartition.of(RedisInterestTable.name(signal.topics().iterator().next())).number();
    return "t:{p" + part + "}:" + name;
  }

  private int topicsInTable() {
    return IntStream.range(0, 16)
        .map(part -> Integer.parseInt(server.ask("HLEN", "t:{p" + part + "}:interest")))
        .sum();
  }
}
