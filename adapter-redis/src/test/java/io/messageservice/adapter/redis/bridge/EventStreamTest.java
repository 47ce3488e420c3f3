package io.messageservice.adapter.redis.bridge;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.adapter.redis.presence.PresenceConfig;
import io.messageservice.adapter.redis.presence.PresenceEvents;
import io.messageservice.adapter.redis.presence.RedisPresenceBoard;
import io.messageservice.application.memory.InMemoryStore;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.Page;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.StoreContract;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachRedis
class EventStreamTest extends StoreContract {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final int LENGTH = 1_000_000;

  private final RedisServer server;
  private final String prefix = "events-" + COUNT.incrementAndGet() + ":";
  private final Streams streams;
  private final BridgeNode node;

  /** What fails without being meant to fails the test. */
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  private final EventStreamEvents loud =
      new EventStreamEvents() {
        @Override
        public void failed(Throwable cause) {
          failures.add(cause);
        }
      };

  EventStreamTest(RedisVersion version) {
    server = RedisServer.shared(version);
    streams = new Streams(server, prefix);
    node = new BridgeNode(server, prefix, "first");
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Override
  protected Ledger ledger() {
    return node.store().ledger();
  }

  @Override
  protected History history() {
    return node.store().history();
  }

  private void batch(Decider<?>... commands) {
    commitAll(List.of(commands));
  }

  private List<Map<String, String>> events() {
    return streams.all("events", 3);
  }

  private List<String> of(String type) {
    return events().stream()
        .filter(event -> type.equals(event.get("type")))
        .map(event -> event.getOrDefault("data", ""))
        .toList();
  }

  private void awaitEvents(int count) {
    await()
        .untilAsserted(
            () -> {
              assertThat(failures).isEmpty();
              assertThat(events()).hasSizeGreaterThanOrEqualTo(count);
            });
  }

  /** Returns once it reads no more: it finishes what it has begun before it gives up its lease. */
  private void leave(EventStream stream) {
    stream.close();
    await().until(() -> server.ask("EXISTS", prefix + "{events}:changes:reader").equals("0"));
  }

  @Test
  void whatIsStoredIsToldAsClientsSeeIt() {
    batch(say(ROOM, ALICE, "hello", new ClientMessageId("k")));

    node.tellEvents(LENGTH, loud);

    awaitEvents(2);
    assertThat(of("participantsChanged"))
        .containsExactly(
            "{\"conversationId\":\"room\",\"kind\":\"open\",\"came\":[\"alice\"],\"left\":[]}");
    assertThat(of("messageStored")).hasSize(1);
    assertThat(of("messageStored").get(0))
        .contains("\"content\":\"hello\",\"senderId\":\"alice\",\"conversationId\":\"room\"")
        .contains("\"attachments\":[],\"seq\":1,\"rev\":1,\"clientMessageId\":\"k\"}");
  }

  @Test
  void whoReadsComesAndLeavesIsTold() {
    node.tellEvents(LENGTH, loud);
    batch(make(OTHER, Kind.GROUP, ALICE, BOB));
    batch(say(OTHER, ALICE, "one"));
    batch(mark(OTHER, BOB, 1));
    batch(leave(OTHER, BOB));

    awaitEvents(4);
    assertThat(events().stream().map(event -> event.get("type")))
        .containsExactly(
            "participantsChanged", "messageStored", "conversationRead", "participantsChanged");
    assertThat(of("conversationRead"))
        .containsExactly("{\"conversationId\":\"other\",\"userId\":\"bob\",\"readUpTo\":1}");
    assertThat(of("participantsChanged").get(0)).contains("\"kind\":\"group\"");
    assertThat(of("participantsChanged").get(1)).contains("\"came\":[],\"left\":[\"bob\"]");
  }

  @Test
  void whoCameAndLeftAtOnceCountsAsGone() {
    batch(say(ROOM, ALICE, "one"));
    batch(join(ROOM, BOB), leave(ROOM, BOB), say(ROOM, ALICE, "two"));

    node.tellEvents(LENGTH, loud);

    await().until(() -> of("messageStored").size() == 2);
    assertThat(of("participantsChanged"))
        .allMatch(change -> !change.contains("\"came\":[\"bob\"]"));
  }

  @Test
  void theWayOfUsersOnAndOffIsTold() {
    PresenceConfig config = new PresenceConfig(prefix, "first", Duration.ofHours(1));
    RedisPresenceBoard board = new RedisPresenceBoard(node.link(), config, PresenceEvents.NONE);
    board.listen((transition, lastSeen) -> {});
    UserId user = new UserId("ann");
    node.tellEvents(LENGTH, loud);

    board.connected(user, new DisplayName("Ann"));
    awaitEvents(1);
    board.disconnected(user, new DisplayName("Ann"), Duration.ZERO);

    awaitEvents(2);
    assertThat(of("userOnline")).containsExactly("{\"userId\":\"ann\",\"username\":\"Ann\"}");
    assertThat(of("userOffline")).hasSize(1);
    assertThat(of("userOffline").get(0)).contains("\"userId\":\"ann\"").contains("lastSeenAt");
    board.close();
  }

  @Test
  void manyMessagesAreToldInOrderEachOnce() {
    node.tellEvents(LENGTH, loud);
    for (int i = 0; i < 600; i++) {
      batch(say(ROOM, ALICE, "a" + i), say(OTHER, BOB, "b" + i), say(ROOM, BOB, "c" + i));
    }

    await().until(() -> of("messageStored").size() == 1_800);
    assertThat(seqs(ROOM)).isEqualTo(upTo(1_200));
    assertThat(seqs(OTHER)).isEqualTo(upTo(600));
    assertThat(events().stream().map(event -> event.get("id"))).doesNotHaveDuplicates();
  }

  @Test
  void anotherNodeGoesOnWhereOneWasKilled() {
    node.tellEvents(LENGTH, loud);
    batch(say(ROOM, ALICE, "one"));
    awaitEvents(2);
    BridgeNode second = new BridgeNode(server, prefix, "second");
    try (second) {
      second.tellEvents(LENGTH, loud);
      batch(say(ROOM, ALICE, "two"), say(ROOM, ALICE, "three"));
      node.close(); // with or without having told

      second.store().ledger().commit(List.of(say(ROOM, BOB, "four")));

      await().until(() -> seqs(ROOM).contains(4L));
      assertThat(firsts(ROOM)).containsExactly(1L, 2L, 3L, 4L);
    }
  }

  /** What was told and not noted is told again, under the same ids. */
  @Test
  void anotherNodeGoesOnWhateverTheClockOfRedisSays() {
    // the lease of one that was killed, an hour too long
    server.ask("SET", prefix + "{events}:changes:reader", "killed", "PX", "3600000");
    batch(say(ROOM, ALICE, "hello"));

    node.tellEvents(LENGTH, loud);

    awaitEvents(2);
  }

  @Test
  void aCrashBetweenTellingAndNotingMeansTwiceAndNeverNot() {
    Stream<Decider<?>> many = IntStream.range(0, 900).mapToObj(i -> say(ROOM, ALICE, "m" + i));
    batch(many.toArray(Decider<?>[]::new));
    AtomicInteger reads = new AtomicInteger();
    EventStreamEvents noting =
        new EventStreamEvents() {
          @Override
          public void written(int events) {
            if (reads.incrementAndGet() == 2) {
              throw new IllegalStateException("killed before it noted");
            }
          }

          @Override
          public void failed(Throwable cause) {
            failures.add(cause);
          }
        };

    node.tellEvents(LENGTH, noting);

    await().untilAsserted(() -> assertThat(seqs(ROOM)).as("%s", failures).hasSizeGreaterThan(900));
    assertThat(failures).hasSize(1);
    assertThat(firsts(ROOM)).isEqualTo(upTo(900));
    assertThat(events().stream().map(event -> event.get("id")).distinct()).hasSize(901);
  }

  @Test
  void whatTheStoreCannotSayNowIsToldLater() {
    batch(say(ROOM, ALICE, "one"));
    AtomicInteger asked = new AtomicInteger();
    History failing =
        (History)
            Proxy.newProxyInstance(
                History.class.getClassLoader(),
                new Class<?>[] {History.class},
                (proxy, method, arguments) -> {
                  if (method.getReturnType() == Page.class && asked.getAndIncrement() == 0) {
                    throw new StoreUnavailable("away", new IllegalStateException("unplugged"));
                  }
                  return method.invoke(node.store().history(), arguments);
                });

    new EventStream(
        node.environment(), node.store().changes(), failing, LENGTH, EventStreamEvents.NONE);

    await().until(() -> seqs(ROOM).contains(1L));
  }

  @Test
  void whatIsGoneFromTheLogIsToldToBeLost() {
    batch(say(ROOM, ALICE, "one"));
    EventStream first = node.tellEvents(LENGTH, loud);
    awaitEvents(2);
    leave(first);
    for (int i = 0; i < 10; i++) {
      batch(say(ROOM, ALICE, "m" + i));
    }
    server.ask("XTRIM", prefix + partition(ROOM) + "log", "MAXLEN", "4");

    node.tellEvents(LENGTH, loud);

    await().until(() -> seqs(ROOM).contains(11L));
    assertThat(of("eventsLost")).hasSize(1);
    assertThat(of("eventsLost").get(0)).endsWith("\"count\":6}");
    assertThat(seqs(ROOM)).containsExactly(1L, 8L, 9L, 10L, 11L);
  }

  @Test
  void aLogThatBeganAnewIsReadFromItsBeginning() {
    for (int i = 0; i < 3; i++) {
      batch(say(ROOM, ALICE, "m" + i));
    }
    EventStream first = node.tellEvents(LENGTH, loud);
    await().until(() -> seqs(ROOM).size() == 3);
    leave(first);
    String log = prefix + partition(ROOM) + "log";
    server.ask("DEL", log, prefix + partition(ROOM) + "changes");
    for (int i = 3; i < 8; i++) {
      batch(say(ROOM, ALICE, "m" + i));
    }

    node.tellEvents(LENGTH, loud);

    await().until(() -> seqs(ROOM).contains(8L));
    assertThat(seqs(ROOM)).isEqualTo(upTo(8));
  }

  @Test
  void garbageInALogDoesNotKeepTheRestFromBeingTold() {
    List<String> garbled = new CopyOnWriteArrayList<>();
    batch(say(ROOM, ALICE, "one"));
    server.ask("XADD", prefix + partition(ROOM) + "log", "2-1", "what", "ever");
    server.ask("SET", prefix + partition(ROOM) + "changes", "2");
    batch(say(ROOM, ALICE, "two"));

    node.tellEvents(
        LENGTH,
        new EventStreamEvents() {
          @Override
          public void lost(String log, long entries) {
            garbled.add(log + " " + entries);
          }
        });

    await().until(() -> seqs(ROOM).contains(2L));
    assertThat(seqs(ROOM)).containsExactly(1L, 2L);
    String log = "p" + KeyPartition.of(ROOM.value()).number();
    assertThat(garbled).containsExactly(log + " 1");
    assertThat(of("eventsLost")).containsExactly("{\"log\":\"" + log + "\",\"count\":1}");
  }

  /** They read each partition's log by itself and noted its entry, with a digest of it. */
  @Test
  void whereNodesOfAnEarlierVersionStoppedItGoesOn() {
    batch(say(ROOM, ALICE, "told"), say(OTHER, ALICE, "told"));
    for (ConversationId id : List.of(ROOM, OTHER)) {
      String log = prefix + partition(id) + "log";
      String last = server.ask("XREVRANGE", log, "+", "-", "COUNT", "1").lines().findFirst().get();
      server.ask("SET", log + ":position", last + " 5ba93c9db0cff93f52b521d7420e43f6eda2784f");
    }
    batch(say(ROOM, ALICE, "new"), say(new ConversationId("third"), BOB, "new"));

    node.tellEvents(LENGTH, loud);

    awaitEvents(3);
    assertThat(seqs(ROOM)).containsExactly(2L);
    assertThat(seqs(OTHER)).isEmpty();
    assertThat(seqs(new ConversationId("third"))).containsExactly(1L);
  }

  /** They noted a mark of all logs. */
  @Test
  void whereNodesOfTheVersionBeforeStoppedItGoesOn() {
    batch(say(ROOM, ALICE, "told"), say(OTHER, ALICE, "told"));
    String mark = node.store().changes().end().value();
    server.ask("SET", prefix + "{events}:changes:position", mark);
    batch(say(ROOM, ALICE, "new"));

    node.tellEvents(LENGTH, loud);

    await().until(() -> seqs(ROOM).contains(2L));
    assertThat(events()).hasSize(1);
  }

  @Test
  void namesOfEventsAreThoseOfEarlierVersions() {
    batch(say(ROOM, ALICE, "one"));
    String entry =
        server
            .ask("XRANGE", prefix + partition(ROOM) + "log", "-", "+")
            .lines()
            .findFirst()
            .orElseThrow();

    node.tellEvents(LENGTH, loud);

    awaitEvents(2);
    String prefix = "p" + KeyPartition.of(ROOM.value()).number() + "-" + entry + "-";
    assertThat(events().stream().map(event -> event.get("id")))
        .containsExactly(prefix + 0, prefix + 1);
  }

  @Test
  void aStoreOfAnotherKindIsReadFromItsBeginning() {
    server.ask("SET", prefix + "{events}:changes:position", "17 of another store");
    batch(say(ROOM, ALICE, "one"));

    node.tellEvents(LENGTH, loud);

    awaitEvents(2);
    assertThat(seqs(ROOM)).containsExactly(1L);
  }

  @Test
  void anyStoreIsStreamed() {
    InMemoryStore store = new InMemoryStore(new Random(1));
    store.ledger().commit(List.of(say(ROOM, ALICE, "one"), mark(ROOM, BOB, 1)));

    new EventStream(node.environment(), store.history(), store.history(), LENGTH, loud);

    awaitEvents(3);
    store.ledger().commit(List.of(say(ROOM, BOB, "two"), leave(ROOM, ALICE)));
    awaitEvents(6);
    assertThat(seqs(ROOM)).containsExactly(1L, 2L);
    assertThat(of("conversationRead")).hasSize(1);
    assertThat(of("participantsChanged")).hasSize(3);
  }

  @Test
  void aboutSoManyEventsAreKeptAsWasSet() {
    node.tellEvents(1_000, EventStreamEvents.NONE);
    for (int i = 0; i < 200; i++) {
      batch(
          say(ROOM, ALICE, "1"),
          say(ROOM, ALICE, "2"),
          say(ROOM, ALICE, "3"),
          say(ROOM, ALICE, "4"),
          say(ROOM, ALICE, "5"),
          say(ROOM, ALICE, "6"),
          say(ROOM, ALICE, "7"),
          say(ROOM, ALICE, "8"),
          say(ROOM, ALICE, "9"),
          say(ROOM, ALICE, "10"));
    }

    await().until(() -> seqs(ROOM).contains(2_000L));
    assertThat(streams.length("events")).isBetween(1_000, 1_300);
  }

  private static String partition(ConversationId id) {
    return KeyPartition.of(id.value()).tag();
  }

  /** The positions of the messages that were told, in the order told. */
  private List<Long> seqs(ConversationId conversation) {
    return of("messageStored").stream()
        .filter(data -> data.contains("\"conversationId\":\"" + conversation + "\""))
        .map(data -> Long.parseLong(data.replaceAll(".*\"seq\":(\\d+).*", "$1")))
        .toList();
  }

  /** The same without those that were told before. */
  private List<Long> firsts(ConversationId conversation) {
    return seqs(conversation).stream().distinct().toList();
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }
}
