package io.messageservice.protocol.session;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.command.Dependencies;
import io.messageservice.application.command.Policy;
import io.messageservice.application.command.UseCases;
import io.messageservice.application.memory.InMemoryStore;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.DeliveryEvents;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.Identities.Reason;
import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.application.port.out.LaneEvents;
import io.messageservice.application.port.out.PresenceLoad;
import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.AccessPolicy;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.Identity;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.Session;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.Wire;
import io.messageservice.protocol.json.JsonValues;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;

/** The whole service but for transport and disk, every thread of it played by the test's own. */
final class OneThread implements EventLoop {

  /** What broke; must stay empty. */
  final List<Throwable> faults = new ArrayList<>();

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final ClientSessions sessions;

  OneThread(AccessPolicy policy) {
    InMemoryStore store = new InMemoryStore(new Random(1));
    UseCases useCases =
        UseCases.in(
            new Dependencies(
                List.of(store.ledger()),
                store.history(),
                store.history(),
                store.conversationIds(),
                new JsonValues(),
                List.of(this),
                List.of(tasks::add),
                tasks::add,
                tasks::add,
                (delay, task) -> {},
                () -> Instant.EPOCH,
                () -> 0,
                (where, fault) -> faults.add(fault),
                PresenceLoad.NONE,
                DeliveryEvents.NONE,
                (token, verdict) -> verdict.accept(new Verdict.Refused(Reason.INVALID)),
                Cluster.ALONE,
                MemoryBudget.unlimited(),
                lane -> LaneEvents.NONE,
                Optional.empty()),
            new Policy(
                new Access(policy, 100),
                PresenceAudience.CONTACTS,
                Duration.ZERO,
                1_000,
                64,
                Optional.empty(),
                16_384));
    this.sessions =
        new ClientSessions(
            useCases,
            Limits.DEFAULT,
            new ClientSessions.Greeting(() -> "id", Duration.ofSeconds(30), 256 << 10),
            () -> 0,
            ClientSessions.Observers.NONE);
  }

  @Override
  public int index() {
    return 0;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  void runAll() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** A user's connection, which keeps what it hears. */
  final class Peer implements Wire {

    private final MemoryBudget.Account memory = MemoryBudget.unlimited().open(() -> {});
    private final Session session;
    private final List<byte[]> heard = new ArrayList<>();

    Peer(String user) {
      UserId id = new UserId(user);
      Identity identity = new Identity(id, new DisplayName(user), Optional.empty());
      session = sessions.open(this, OneThread.this, identity, Dialect.BASE);
      runAll();
    }

    /** Says this and waits until all is done. */
    void says(byte[] frame) {
      session.text(frame, 0, frame.length);
      runAll();
    }

    /** Everything heard since the last question. */
    List<byte[]> heard() {
      List<byte[]> all = new ArrayList<>(heard);
      heard.clear();
      return all;
    }

    void goes() {
      session.closed();
      runAll();
    }

    @Override
    public void send(TextFrame frame) {
      heard.add(frame.utf8());
    }

    @Override
    public boolean hasRoomFor(TextFrame frame) {
      return true;
    }

    @Override
    public boolean isBehind() {
      return false;
    }

    @Override
    public MemoryBudget.Account memory() {
      return memory;
    }

    @Override
    public void whenDrained(Runnable task) {
      tasks.add(task);
    }

    @Override
    public void expireAt(Optional<Instant> expiry) {
      throw new AssertionError("no token is good");
    }

    @Override
    public void close(CloseReason reason) {
      throw new AssertionError("closed: " + reason);
    }
  }
}
