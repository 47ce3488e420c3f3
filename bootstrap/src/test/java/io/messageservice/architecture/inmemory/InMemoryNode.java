package io.messageservice.architecture.inmemory;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.command.Dependencies;
import io.messageservice.application.command.Policy;
import io.messageservice.application.command.UseCases;
import io.messageservice.application.memory.InMemoryStore;
import io.messageservice.application.memory.ReadSide;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.DeliveryEvents;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.application.port.out.LaneEvents;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.PresenceLoad;
import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.application.store.ConversationIds;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.AccessPolicy;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.Identity;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.Session;
import io.messageservice.protocol.Sessions;
import io.messageservice.protocol.Wire;
import io.messageservice.protocol.json.JsonValues;
import io.messageservice.protocol.session.ClientSessions;
import io.messageservice.transport.ClosedConnection;
import io.messageservice.transport.TransportConfig;
import io.messageservice.transport.TransportEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * The real use cases behind the in-memory transport, on one thread: a node alone with an in-memory
 * store, or with whatever store and cluster it is given.
 */
public final class InMemoryNode implements TransportEvents {

  private static final int MAX_CONNECTIONS_OF_USER = 2;

  private static final TransportConfig ROOMY =
      new TransportConfig(
          true,
          Duration.ofSeconds(30),
          256 << 10,
          2 << 20,
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          10,
          Duration.ZERO,
          Optional.empty());

  /** What broke; must stay empty. */
  final List<Throwable> faults = new ArrayList<>();

  /** Why connections ended. */
  final List<CloseReason.Cause> closed = new ArrayList<>();

  /** How long messages took, in nanoseconds. */
  final List<Long> written = new ArrayList<>();

  final InMemoryTransport transport;

  /** Of the next connections that open. */
  Sessions sessions;

  final UseCases useCases;
  private final Queue<Runnable> tasks = new ArrayDeque<>();

  InMemoryNode(TransportConfig config) {
    this(config, new InMemoryStore(new Random(1)));
  }

  private InMemoryNode(TransportConfig config, InMemoryStore store) {
    this(config, store.ledger(), store.history(), store.conversationIds(), thread -> Cluster.ALONE);
  }

  /**
   * A node with plenty of room for its clients.
   *
   * @param cluster what it has of the cluster, by the node's thread
   */
  public InMemoryNode(
      Ledger ledger, ReadSide store, ConversationIds ids, Function<Executor, Cluster> cluster) {
    this(ROOMY, ledger, store, ids, cluster);
  }

  private InMemoryNode(
      TransportConfig config,
      Ledger ledger,
      ReadSide store,
      ConversationIds ids,
      Function<Executor, Cluster> cluster) {
    transport = new InMemoryTransport(config, this::open, this);
    Dependencies around = dependencies(ledger, store, ids, cluster.apply(tasks::add));
    useCases = UseCases.in(around, policy());
    sessions =
        new ClientSessions(
            useCases,
            Limits.DEFAULT,
            new ClientSessions.Greeting(() -> "id", Duration.ofSeconds(30), 256 << 10),
            () -> 0,
            ClientSessions.Observers.NONE);
  }

  private Session open(Wire wire, EventLoop loop, Identity identity, Dialect dialect) {
    return sessions.open(wire, loop, identity, dialect);
  }

  private Dependencies dependencies(
      Ledger ledger, ReadSide store, ConversationIds ids, Cluster cluster) {
    return new Dependencies(
        List.of(ledger),
        store,
        store,
        ids,
        new JsonValues(),
        transport.loops(),
        List.of(tasks::add),
        tasks::add,
        tasks::add,
        (delay, task) -> {},
        () -> Instant.EPOCH,
        () -> 0,
        (where, fault) -> faults.add(fault),
        PresenceLoad.NONE,
        DeliveryEvents.NONE,
        (token, verdict) -> {
          throw new AssertionError("nobody renews a token here");
        },
        cluster,
        MemoryBudget.unlimited(),
        lane -> LaneEvents.NONE,
        Optional.empty());
  }

  private static Policy policy() {
    return new Policy(
        new Access(AccessPolicy.OPEN, 100),
        PresenceAudience.CONTACTS,
        Duration.ZERO,
        1_000,
        MAX_CONNECTIONS_OF_USER,
        Optional.empty(),
        16_384);
  }

  /** Somebody connects. */
  public InMemoryClient connect(String user) {
    Identity identity = new Identity(new UserId(user), new DisplayName(user), Optional.empty());
    return connect(new Verdict.Known(identity));
  }

  InMemoryClient connect(Verdict verdict) {
    return transport.connect(verdict, Dialect.BASE, this::settle);
  }

  /** Runs everything until nothing is left to do. */
  void settle() {
    boolean any = true;
    while (any) {
      any = run();
    }
  }

  /** Runs what there is to do now; whether there was anything. */
  public boolean run() {
    boolean any = transport.run();
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
      any = true;
    }
    return any;
  }

  /** What broke; must stay empty. */
  public List<Throwable> faults() {
    return faults;
  }

  @Override
  public void closed(ClosedConnection connection) {
    closed.add(connection.cause());
  }

  @Override
  public void messageWritten(int loop, long nanos) {
    written.add(nanos);
  }

  @Override
  public void fault(Throwable cause) {
    faults.add(cause);
  }
}
