package io.messageservice.adapter.redis.bridge;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.JumpingClock;
import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.application.port.in.message.SendMessage;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.service.ServiceDecoder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachRedis
class CommandStreamTest {

  private static final AtomicInteger COUNT = new AtomicInteger();

  /** How many a node works on at a time. */
  private static final int MAX_UNDER_WAY = 256;

  /** What is left is found soon, what failed is tried again soon. */
  private static final CommandStreamConfig SOON =
      new CommandStreamConfig(Duration.ofSeconds(2), Duration.ofMinutes(5), Duration.ofMillis(100));

  private final RedisServer server;
  private final String prefix = "commands-" + COUNT.incrementAndGet() + ":";
  private final Streams streams;
  private final JumpingClock clock = new JumpingClock(prefix);
  private final BridgeNode node;
  private final BridgeTurns turns = new BridgeTurns();
  private final Told told = new Told();

  CommandStreamTest(RedisVersion version) {
    server = RedisServer.shared(version);
    streams = new Streams(server, prefix);
    node = new BridgeNode(server, prefix, "first", clock);
  }

  @AfterEach
  void close() {
    node.close();
  }

  private static final class Told implements CommandStreamEvents {
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger duplicates = new AtomicInteger();
    private final AtomicInteger retried = new AtomicInteger();
    private final AtomicInteger deleted = new AtomicInteger();
    private final List<String> poisoned = new CopyOnWriteArrayList<>();

    @Override
    public void done() {
      done.incrementAndGet();
    }

    @Override
    public void duplicate() {
      duplicates.incrementAndGet();
    }

    @Override
    public void retried(String entry, String code) {
      retried.incrementAndGet();
    }

    @Override
    public void deleted(int commands) {
      deleted.addAndGet(commands);
    }

    @Override
    public void poisoned(String entry, String code, String reason) {
      poisoned.add(code);
    }
  }

  private CommandStream carryOut(BridgeNode where) {
    return carryOut(where, where.uses());
  }

  private CommandStream carryOut(BridgeNode where, CommandUseCases uses) {
    return carryOut(where, uses, SOON);
  }

  private CommandStream carryOut(
      BridgeNode where, CommandUseCases uses, CommandStreamConfig config) {
    return carryOut(where.environment(), uses, config);
  }

  private CommandStream carryOut(
      BridgeEnvironment environment, CommandUseCases uses, CommandStreamConfig config) {
    return new CommandStream(environment, config, uses, new ServiceDecoder(Limits.DEFAULT), told);
  }

  /** Where sending is answered so for as often, and done after that. */
  private CommandUseCases failing(AtomicInteger times, Refusal refusal) {
    CommandUseCases uses = node.uses();
    SendMessage failing =
        (caller, request, reply) -> {
          if (times.getAndDecrement() > 0) {
            reply.refused(refusal);
          } else {
            uses.messages().send(caller, request, reply);
          }
        };
    return new CommandUseCases(failing, uses.notices(), uses.loop());
  }

  /** Where sending is counted and never answered. */
  private static CommandUseCases silent(BridgeNode where, AtomicInteger taken) {
    CommandUseCases uses = where.uses();
    SendMessage silent = (caller, request, reply) -> taken.incrementAndGet();
    return new CommandUseCases(silent, uses.notices(), uses.loop());
  }

  /** The node works on as many as it may, and takes no more; its last round just ended. */
  private void occupy() {
    AtomicInteger taken = new AtomicInteger();
    carryOut(node.environment(turns), silent(node, taken), SOON);
    for (int i = 0; i < MAX_UNDER_WAY; i++) {
      send("order-" + i, "still under way");
    }
    turns.await(() -> taken.get() == MAX_UNDER_WAY);
  }

  /** A node takes a command and dies. Returns its entry. */
  private String leaveBehind() {
    AtomicInteger taken = new AtomicInteger();
    try (BridgeNode dying = new BridgeNode(server, prefix, "dying", clock)) {
      carryOut(dying, silent(dying, taken));
      String entry = send("left", "left behind");
      await().until(() -> taken.get() == 1);
      return entry;
    }
  }

  /** Nodes that are not occupied carry out one more command, after whatever they took before. */
  private void assertNothingElseIsTaken() {
    send("last", "last words");
    turns.await(() -> stored().contains("last words"));
    assertThat(stored()).containsExactly("left behind", "last words");
  }

  /** The entry. */
  private String send(String id, String content) {
    return streams.add(
        "commands",
        "id",
        id,
        "type",
        "send",
        "conversationId",
        "c",
        "senderId",
        "shop",
        "content",
        content);
  }

  private void notice(String id) {
    streams.add(
        "commands",
        "id",
        id,
        "type",
        "notice",
        "userId",
        "bob",
        "event",
        "order",
        "data",
        "{\"number\": 7}");
  }

  private List<String> stored() {
    return node
        .store()
        .history()
        .after(new ConversationId("c"), 0, 1_000, 1 << 20)
        .messages()
        .stream()
        .map(Message::content)
        .map(content -> content.text())
        .toList();
  }

  private void awaitDone() {
    await().until(() -> streams.length("commands") == 0);
  }

  @Test
  void aMessageIsStoredOnceUnderTheIdOfItsCommand() {
    carryOut(node);
    send("order-1", "on its way");
    send("order-1", "on its way");
    awaitDone();
    send("order-1", "on its way");
    awaitDone();

    assertThat(stored()).containsExactly("on its way");
    assertThat(told.done).hasValue(1);
    assertThat(told.duplicates).hasValue(2);
  }

  @Test
  void whatWasAskedBeforeAnyNodeRanIsCarriedOut() {
    send("order-1", "early");

    carryOut(node);

    awaitDone();
    assertThat(stored()).containsExactly("early");
  }

  @Test
  void manyAreCarriedOutByTwoNodesEachOnce() {
    try (BridgeNode second = new BridgeNode(server, prefix, "second", clock)) {
      carryOut(node);
      carryOut(second);
      for (int i = 0; i < 500; i++) {
        send("order-" + i, "text " + i);
      }

      awaitDone();
      assertThat(stored()).hasSize(500).doesNotHaveDuplicates();
      assertThat(told.done).hasValue(500);
    }
  }

  @Test
  void aNoticeIsHeardOnceByWhoeverAskedForMore() {
    Listener bob = node.connect("bob");
    Listener ann = node.connect("ann");
    carryOut(node);
    notice("n-1");
    notice("n-1");
    awaitDone();

    await().until(() -> !bob.received().isEmpty());
    assertThat(bob.received())
        .containsExactly("{\"event\":\"notice\",\"notice\":\"order\",\"data\":{\"number\":7}}");
    assertThat(ann.received()).isEmpty();
    assertThat(told.duplicates).hasValue(1);
  }

  @Test
  void aNoticeReachesAConnectionOfAnotherNode() {
    try (BridgeNode second = new BridgeNode(server, prefix, "second", clock)) {
      Listener bob = second.connect("bob");
      carryOut(node);

      AtomicInteger number = new AtomicInteger(); // until the node is known to watch him
      await()
          .until(
              () -> {
                notice("n-" + number.incrementAndGet());
                return !bob.received().isEmpty();
              });
      assertThat(bob.received().get(0)).contains("\"notice\":\"order\"");
    }
  }

  @Test
  void whatANodeTookBeforeItDiedAnotherCarriesOut() {
    leaveBehind();

    carryOut(node);

    awaitDone();
    assertThat(stored()).containsExactly("left behind");
  }

  @Test
  void whatTakesLongIsLeftToTheNodeThatWorksOnIt() {
    occupy();
    leaveBehind();
    try (BridgeNode second = new BridgeNode(server, prefix, "second", clock)) {
      carryOut(second.environment(turns), second.uses(), SOON);

      turns.await(() -> stored().contains("left behind"));
      assertNothingElseIsTaken();
    }
    assertThat(told.poisoned).isEmpty();
  }

  @Test
  void whatADeadNodeTookIsCarriedOutWhereTheClockOfRedisIsSetBack() {
    leaveBehind();
    clock.jump(node.redis(), Duration.ofHours(-1));

    carryOut(node);

    awaitDone();
    assertThat(stored()).containsExactly("left behind");
  }

  @Test
  void whatANodeWorksOnIsNotTakenWhereTheClockOfRedisIsSetForward() {
    occupy();
    leaveBehind();
    try (BridgeNode second = new BridgeNode(server, prefix, "second", clock)) {
      carryOut(second.environment(turns), second.uses(), SOON);

      turns.await(
          () -> {
            clock.jump(node.redis(), Duration.ofHours(1));
            return stored().contains("left behind");
          });
      assertNothingElseIsTaken();
    }
  }

  @Test
  void whatFailedIsTriedAgainWhereTheClockOfRedisIsSetBack() {
    CommandStreamConfig slow =
        new CommandStreamConfig(
            Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofSeconds(3));
    carryOut(node, failing(new AtomicInteger(1), Refusal.OVERLOADED), slow);
    send("order-1", "patience");
    await().until(() -> told.retried.get() == 1);

    clock.jump(node.redis(), Duration.ofHours(-1));

    awaitDone();
    assertThat(stored()).containsExactly("patience");
  }

  @Test
  void whatTheServiceCannotDoNowIsTriedUntilItCan() {
    carryOut(node, failing(new AtomicInteger(8), Refusal.OVERLOADED));

    send("order-1", "patience");

    awaitDone();
    assertThat(stored()).containsExactly("patience");
    assertThat(told.retried).hasValue(8);
    assertThat(told.poisoned).isEmpty();
  }

  @Test
  void whatFailsFiveTimesIsSetAside() {
    AtomicInteger times = new AtomicInteger(100);
    carryOut(node, failing(times, Refusal.INTERNAL));

    send("order-1", "bad luck");

    awaitDone();
    assertThat(times).hasValue(95);
    assertThat(told.poisoned).containsExactly("internal");
    assertThat(stored()).isEmpty();
  }

  @Test
  void whatIsMalformedIsSetAsideWithTheReasonAndAsItCame() {
    carryOut(node);
    String entry = streams.add("commands", "id", "x", "type", "dance", "to", "the music");
    send("order-1", "and on");

    awaitDone();
    assertThat(stored()).containsExactly("and on");
    assertThat(streams.all("commands:poison", 6))
        .containsExactly(
            Map.of(
                "poison-entry", entry,
                "poison-code", "invalid_payload",
                "poison-reason", "type: send or notice",
                "id", "x",
                "type", "dance",
                "to", "the music"));
  }

  @Test
  void whatARuleForbidsIsSetAside() {
    carryOut(node);
    send("order-1", "hello");
    awaitDone();
    streams.add(
        "commands",
        "id",
        "order-2",
        "type",
        "send",
        "conversationId",
        "c",
        "senderId",
        "shop",
        "receiverId",
        "bob",
        "content",
        "not for all");

    awaitDone();
    assertThat(streams.all("commands:poison", 9))
        .extracting(fields -> fields.get("poison-code"))
        .containsExactly("forbidden");
    assertThat(stored()).containsExactly("hello");
  }

  @Test
  void whatSomebodyDeletedWhileItWasLeftIsNotWaitedFor() {
    String entry = leaveBehind();
    server.ask("XDEL", prefix + "commands", entry);

    carryOut(node);

    await().until(() -> told.deleted.get() == 1);
    assertThat(pending()).startsWith("0");
  }

  @Test
  void aConsumerThatLeavesIsForgotten() {
    CommandStream stream = carryOut(node);
    send("order-1", "last words");
    awaitDone();

    stream.close();

    await()
        .until(
            () ->
                server.ask("XINFO", "CONSUMERS", prefix + "commands", "message-service").isEmpty());
  }

  private String pending() {
    return server.ask("XPENDING", prefix + "commands", "message-service");
  }
}
