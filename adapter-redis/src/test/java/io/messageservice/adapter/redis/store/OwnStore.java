package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.RedisConfig;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.ChangeLog.Head;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.application.waiting.Patience;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.AccessPolicy;
import io.messageservice.domain.conversation.Admission;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Draft;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.NewMessage;
import io.messageservice.domain.user.UserId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of its own with a store on it, to be disturbed. */
final class OwnStore implements AutoCloseable {

  static final UserId ALICE = new UserId("alice");
  static final ConversationId ROOM = new ConversationId("room");

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Access ACCESS = new Access(AccessPolicy.OPEN, 10_000);

  final RedisServer server;
  final RedisConnection connection;
  final Noted noted = new Noted();
  final RedisStore store;

  OwnStore(RedisVersion version, String... arguments) {
    server = RedisServer.start(version, arguments);
    connection = RedisConnection.open(RedisConfig.of(server.url()));
    store = open("node", InstantSource.system());
  }

  /** What always writes to its disk first. */
  static String[] synced() {
    return new String[] {"--appendonly", "yes", "--appendfsync", "always"};
  }

  RedisStore open(String node, InstantSource clock) {
    return RedisStore.open(connection, config(node, clock), new SecureRandom(), noted);
  }

  History history() {
    return store.history();
  }

  ChangeLog changes() {
    return store.changes();
  }

  Outcome commit(Decider<?> command) {
    return store.ledger().commit(List.of(command)).get(0);
  }

  Message say(String text) {
    return ((Outcome.Done) commit(saying(ROOM, text))).message().orElseThrow();
  }

  /** Says it under that name, unless that was done before. */
  static Decider<String> once(String name) {
    ClientMessageId key = new ClientMessageId(name);
    return records ->
        records.sent(ROOM, ALICE, key).isPresent()
            ? Decision.unchanged("said before")
            : saying(ROOM, name, Optional.of(key)).decide(records);
  }

  static Decider<String> saying(ConversationId room, String text) {
    return saying(room, text, Optional.empty());
  }

  private static Decider<String> saying(
      ConversationId room, String text, Optional<ClientMessageId> key) {
    return records -> {
      Admission.Granted in =
          (Admission.Granted) ACCESS.enter(records.conversation(room), room, ALICE, user -> false);
      Conversation before = in.conversation();
      Draft draft = new Draft(in.voice(), MessageContent.of(text), key);
      NewMessage said = NewMessage.in(before, draft, InstantSource.system().instant());
      return Decision.sent(text, before.after(said.seq(), said.createdAt()), said);
    };
  }

  /** A stretch in which nothing but messages was stored. */
  static Head head(ConversationId id, long afterSeq, long seq) {
    return new Head(id, Position.ofMessages(afterSeq), Position.ofMessages(seq));
  }

  static Decider<String> leaving() {
    return records ->
        Decision.changed("left", records.conversation(ROOM).orElseThrow().without(ALICE));
  }

  List<String> texts() {
    return history().after(ROOM, 0, 100_000, Integer.MAX_VALUE).messages().stream()
        .map(message -> message.content().text())
        .toList();
  }

  /** As the service does every second, until it works. */
  void awaitRecovery() {
    Patience.await()
        .until(
            () -> {
              store.tryAgain();
              return store.works();
            });
  }

  @Override
  public void close() {
    store.close();
    connection.close();
    server.close();
  }

  /** A way to a store that is empty. */
  static RedisConnection connect(RedisVersion version) {
    String prefix = "test-" + COUNT.incrementAndGet() + ":";
    RedisServer server = RedisServer.shared(version);
    return RedisConnection.open(RedisConfig.of(server.url()).withPrefix(prefix));
  }

  /** The store there, as a node has it. */
  static RedisStore open(RedisConnection connection, String node) {
    return open(connection, node, RedisStoreEvents.NONE);
  }

  /** The store there, as a node has it. */
  static RedisStore open(RedisConnection connection, String node, RedisStoreEvents events) {
    return RedisStore.open(connection, config(node, Clock.systemUTC()), new SecureRandom(), events);
  }

  /** Of a node that keeps changes for a week. */
  static RedisStore.Config config(String node, InstantSource clock) {
    return new RedisStore.Config(node, clock, System::nanoTime, Duration.ofDays(7));
  }

  /** What an operator would have been told. Any thread may call. */
  static final class Noted implements RedisStoreEvents {

    private final List<String> all = new CopyOnWriteArrayList<>();

    List<String> all() {
      return List.copyOf(all);
    }

    @Override
    public void mayLose(String what) {
      all.add("may lose: " + what);
    }

    @Override
    public void newEpoch(String epoch) {
      all.add("new epoch " + epoch);
    }

    @Override
    public void failed(String reason) {
      all.add("failed");
    }

    @Override
    public void recovered() {
      all.add("recovered");
    }

    @Override
    public void changesMissed() {
      all.add("changes missed");
    }
  }
}
