package io.messageservice.adapter.redis.bridge;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisConfig;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes whose monotonic clock is that of the test, beside nodes of earlier versions. */
@OnEachRedis
class CommandQueueTest {

  private static final AtomicInteger COUNT = new AtomicInteger();

  /** Longer than a test may take: of this, Redis counts the time itself. */
  private static final Duration LEFT = Duration.ofMinutes(30);

  private static final Duration STEP = LEFT.dividedBy(5);
  private static final String GROUP = "message-service";
  private static final int MOST = 64;

  private final RedisServer server;
  private final String key = "queue-" + COUNT.incrementAndGet() + ":commands";
  private final RedisConnection redis;
  private final AtomicLong nanos = new AtomicLong();

  CommandQueueTest(RedisVersion version) {
    server = RedisServer.shared(version);
    redis =
        RedisConnection.open(
            RedisConfig.of(server.url()).withPrefix(key.substring(0, key.indexOf(':') + 1)));
    server.ask("XGROUP", "CREATE", key, GROUP, "0", "MKSTREAM");
  }

  @AfterEach
  void close() {
    redis.close();
  }

  private CommandQueue node(String name) {
    BridgeEnvironment environment =
        new BridgeEnvironment(redis, name, Runnable::run, (delay, task) -> {}, nanos::get);
    return new CommandQueue(
        environment, new CommandStreamConfig(LEFT, Duration.ofDays(1), Duration.ofSeconds(1)));
  }

  private String add() {
    return server.ask("XADD", key, "*", "id", "x");
  }

  private static List<String> take(CommandQueue queue, String... kept) {
    return queue.take(MOST, Set.of(kept)).entries().stream().map(CommandEntry::id).toList();
  }

  /** As nodes of earlier versions do. */
  private void takeAsEarlier() {
    server.ask("XREADGROUP", "GROUP", GROUP, "earlier", "COUNT", "64", "STREAMS", key, ">");
  }

  private void signAsEarlier(String entry) {
    awaitAnotherMillisecond();
    server.ask("XCLAIM", key, GROUP, "earlier", "0", entry, "JUSTID");
  }

  /** A sign is a time in milliseconds of Redis: two in the same millisecond are the same sign. */
  private void awaitAnotherMillisecond() {
    long before = millis();
    await().until(() -> millis() != before);
  }

  private long millis() {
    Scanner time = new Scanner(server.ask("TIME"));
    return time.nextLong() * 1_000 + time.nextLong() / 1_000;
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void whatAnEarlierNodeWorksOnIsTakenWhenItGivesNoMoreSigns() {
    CommandQueue node = node("node");
    String entry = add();
    takeAsEarlier();

    for (int i = 0; i < 20; i++) {
      signAsEarlier(entry);
      assertThat(take(node)).isEmpty();
      pass(STEP);
    }
    List<List<String>> takes = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      takes.add(take(node));
      pass(STEP);
    }

    assertThat(takes.subList(0, 4)).allMatch(List::isEmpty);
    assertThat(takes.stream().flatMap(List::stream)).containsExactly(entry);
  }

  @Test
  void whatIsReleasedAnEarlierNodeTakesAtOnce() {
    CommandQueue node = node("node");
    String entry = add();
    CommandEntry taken = node.take(MOST, Set.of()).entries().get(0);
    assertThat(left()).isEmpty();

    assertThat(node.again(taken, 0)).isTrue();
    assertThat(left()).isEmpty();
    node.release(List.of(entry));

    assertThat(left()).contains(entry);
  }

  /** What nodes of earlier versions count as left. */
  private String left() {
    return server.ask(
        "XPENDING", key, GROUP, "IDLE", Long.toString(LEFT.toMillis()), "-", "+", "64");
  }

  @Test
  void whatIsReleasedIsTakenAtOnceAndCountsAsTriedSoOften() {
    CommandQueue first = node("first");
    CommandQueue second = node("second");
    String entry = add();
    CommandEntry taken = first.take(MOST, Set.of()).entries().get(0);

    assertThat(first.again(taken, 3)).isTrue();
    assertThat(take(second)).isEmpty();
    first.release(List.of(entry));

    CommandEntry again = second.take(MOST, Set.of()).entries().get(0);
    assertThat(again.tries()).isEqualTo(4);
    assertThat(take(first)).isEmpty();
  }

  @Test
  void whatAnotherHasTakenMeanwhileStaysWithThatOne() {
    CommandQueue paused = node("paused");
    CommandQueue other = node("other");
    String entry = add();
    CommandEntry taken = paused.take(MOST, Set.of()).entries().get(0);
    List<String> takes = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      takes.addAll(take(other, takes.toArray(String[]::new)));
      pass(STEP);
    }
    assertThat(takes).containsExactly(entry);

    assertThat(take(paused, entry)).isEmpty();
    assertThat(paused.again(taken, 0)).isFalse();
    paused.release(List.of(entry));

    assertThat(take(paused)).isEmpty();
    assertThat(server.ask("XPENDING", key, GROUP, "-", "+", "1", "other")).contains(entry);
  }

  @Test
  void whatAnAnswerThatWasLostBroughtIsTakenAgainLater() {
    CommandQueue node = node("node");
    String entry = add();
    assertThat(take(node)).containsExactly(entry); // and forgotten

    List<List<String>> takes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      pass(STEP);
      takes.add(take(node, takes.stream().flatMap(List::stream).toArray(String[]::new)));
    }

    assertThat(takes.subList(0, 5)).allMatch(List::isEmpty);
    assertThat(takes.stream().flatMap(List::stream)).containsExactly(entry);
  }

  @Test
  void nobodyCountsAsSilentForATimeInWhichNobodyLooked() {
    CommandQueue node = node("node");
    String entry = add();
    takeAsEarlier();
    assertThat(take(node)).isEmpty();

    pass(LEFT.multipliedBy(2)); // Redis was away
    assertThat(take(node)).isEmpty();
    pass(STEP);
    assertThat(take(node)).isEmpty();

    signAsEarlier(entry);
    assertThat(take(node)).isEmpty();
  }

  @Test
  void aNodeThatMayTakeNothingGivesASign() {
    CommandQueue full = node("full");
    CommandQueue other = node("other");
    String entry = add();
    assertThat(take(full)).containsExactly(entry);
    String next = add();

    for (int i = 0; i < 20; i++) {
      assertThat(full.take(0, Set.of(entry)).entries()).isEmpty();
      assertThat(take(other, next)).doesNotContain(entry);
      pass(STEP);
      awaitAnotherMillisecond();
    }
  }

  @Test
  void aConsumerThatDidNothingForLongIsForgottenUnlessItLeftSomething() {
    CommandQueue node = node("node");
    server.ask("XGROUP", "CREATECONSUMER", key, GROUP, "vanished");
    String unused = add();
    takeAsEarlier();
    for (int i = 0; i < 4; i++) {
      assertThat(node.take(0, Set.of()).entries()).isEmpty();
      pass(LEFT);
    }

    node.forgetAbsent();

    String consumers = server.ask("XINFO", "CONSUMERS", key, GROUP);
    assertThat(consumers).contains("earlier").doesNotContain("vanished");
  }
}
