package io.messageservice.application.world;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.command.Dependencies;
import io.messageservice.application.command.Policy;
import io.messageservice.application.command.UseCases;
import io.messageservice.application.memory.InMemoryStore;
import io.messageservice.application.memory.PlainFormat;
import io.messageservice.application.memory.ReadSide;
import io.messageservice.application.port.out.BeforeSend;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.DeliveryEvents;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.Identities.Reason;
import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.application.port.out.LaneEvents;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.PresenceLoad;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.application.store.AesBlocks;
import io.messageservice.application.store.ConversationIds;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.AccessPolicy;
import io.messageservice.domain.user.CallerKind;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * All use cases on one real thread: every thread of the service is a queue, and a seeded random
 * chooses which queue runs its next task. Time moves only by {@link #pass}.
 */
public final class World {

  public static final int SHARDS = 3;

  public final List<QueuedEventLoop> loops = new ArrayList<>();
  public final List<Throwable> broken = new ArrayList<>();
  public final PlainFormat format = new PlainFormat();

  /** Feeds whose messages cannot be read, by the last look. */
  public int quarantined;

  public final UseCases useCases;
  public final ReadSide history;

  private final Random random;
  private final List<Deque<Runnable>> queues = new ArrayList<>();
  private final List<Deque<Runnable>> busy = new ArrayList<>();
  private final PriorityQueue<Due> timers = new PriorityQueue<>(Comparator.comparing(Due::at));
  private final List<Person> persons = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Duration wallIsAhead = Duration.ZERO;
  private boolean storeDown;
  private boolean storeBroken;
  private boolean readersFull;

  /** What readers have to do; they do nothing while they are held back. */
  private final Deque<Runnable> reading = queue();

  private boolean readersHeldBack;
  private boolean answersGetLost;

  /** That of the store, which worlds of a test may share. */
  private static final byte[] KEY = new byte[AesBlocks.BYTES];

  private record Due(Instant at, Runnable task) {}

  public World(long seed) {
    this(seed, policy(PresenceAudience.EVERYONE, 1_000));
  }

  public World(long seed, Policy policy) {
    this(seed, policy, 1);
  }

  /** With so many lanes. */
  public World(long seed, Policy policy, int lanes) {
    this(seed, policy, new InMemoryStore(new Random(seed)), lanes);
  }

  private World(long seed, Policy policy, InMemoryStore store, int lanes) {
    this(seed, policy, store.history(), store.ledgers(lanes), world -> Cluster.ALONE);
  }

  private World(long seed, Policy policy, InMemoryStore store, BeforeSend hook) {
    this(
        seed,
        policy,
        new Sides(store.history(), store.ledgers(1)),
        world -> Cluster.ALONE,
        Optional.of(hook));
  }

  /** Where the hook is asked before a message is stored. */
  public static World asking(BeforeSend hook, int laneCapacity) {
    Policy policy = policy(PresenceAudience.EVERYONE, laneCapacity);
    return new World(1, policy, new InMemoryStore(new Random(1)), hook);
  }

  private record Sides(ReadSide history, List<Ledger> ledgers) {}

  /** A node of several, which share what they are given. */
  public World(
      long seed, Policy policy, ReadSide shared, Ledger stored, Function<World, Cluster> cluster) {
    this(seed, policy, shared, List.of(stored), cluster);
  }

  /** As above, with a lane for each ledger. */
  public World(
      long seed,
      Policy policy,
      ReadSide shared,
      List<Ledger> stored,
      Function<World, Cluster> cluster) {
    this(seed, policy, new Sides(shared, stored), cluster, Optional.empty());
  }

  private World(
      long seed,
      Policy policy,
      Sides store,
      Function<World, Cluster> cluster,
      Optional<BeforeSend> hook) {
    this.random = new Random(seed);
    for (int i = 0; i < SHARDS; i++) {
      loops.add(new QueuedEventLoop(i, queue()));
    }
    List<Ledger> stored = store.ledgers();
    history = readable(store.history());
    Faults faults = (where, fault) -> broken.add(fault);
    InstantSource clock = () -> now.plus(wallIsAhead);
    useCases =
        UseCases.in(
            new Dependencies(
                stored.stream().map(this::writable).toList(),
                history,
                history,
                new ConversationIds(() -> KEY, random),
                json -> json,
                loops,
                stored.stream().map(ledger -> thread()).toList(),
                thread(),
                readers(),
                (delay, task) -> timers.add(new Due(now.plus(delay), task)),
                clock,
                () -> Duration.between(Instant.EPOCH, now).toNanos(),
                faults,
                PresenceLoad.NONE,
                counting(),
                (token, verdict) -> verdict.accept(new Verdict.Refused(Reason.INVALID)),
                cluster.apply(this),
                MemoryBudget.unlimited(),
                lane -> LaneEvents.NONE,
                hook),
            policy);
  }

  private DeliveryEvents counting() {
    return new DeliveryEvents() {
      @Override
      public void feeds(int lane, int all, int unreadable) {
        quarantined = unreadable;
      }
    };
  }

  public static Policy policy(PresenceAudience audience, int laneCapacity) {
    Access access = new Access(AccessPolicy.OPEN, 100);
    return new Policy(
        access, audience, Duration.ofMillis(500), 5, 3, Optional.empty(), laneCapacity);
  }

  /** The wall clock jumps, from now on; the monotonic clock does not. */
  public void wallJumps(Duration ahead) {
    wallIsAhead = wallIsAhead.plus(ahead);
  }

  /** A connection of the user that is not open yet. */
  public Person person(String user) {
    return person(user, random.nextInt(SHARDS));
  }

  /** As above, on that event loop. */
  public Person person(String user, int loop) {
    Person person = new Person(this, user, loops.get(loop));
    persons.add(person);
    return person;
  }

  /** The user by a request, without a connection. */
  public Requester request(String user) {
    return new Requester(this, user, CallerKind.USER, loops.get(random.nextInt(SHARDS)));
  }

  /** A service in the name of the user. */
  public Requester service(String user) {
    return new Requester(this, user, CallerKind.SERVICE, loops.get(random.nextInt(SHARDS)));
  }

  /** Nobody has heard anything yet. */
  public void forget() {
    persons.forEach(Person::drain);
  }

  public void storeIsDown(boolean down) {
    storeDown = down;
  }

  public void answersGetLost(boolean lost) {
    answersGetLost = lost;
  }

  public void readersAreFull(boolean full) {
    readersFull = full;
  }

  /** Each read of the store is a fault. */
  public void storeIsBroken(boolean broken) {
    storeBroken = broken;
  }

  private void requireStore() {
    if (storeBroken) {
      throw new IllegalStateException("broken");
    }
    if (storeDown) {
      throw new StoreUnavailable("down", new IllegalStateException("unplugged"));
    }
  }

  /** Reads take their time, until they do not any more. */
  public void readersAreHeldBack(boolean heldBack) {
    readersHeldBack = heldBack;
  }

  private Executor readers() {
    return task -> {
      if (readersFull) {
        throw new RejectedExecutionException();
      }
      reading.add(task);
    };
  }

  /** Runs one task of a queue chosen by chance; false where there is none. */
  public boolean step() {
    busy.clear();
    for (Deque<Runnable> queue : queues) {
      if (isBusy(queue)) {
        busy.add(queue);
      }
    }
    if (busy.isEmpty()) {
      return false;
    }
    busy.get(random.nextInt(busy.size())).remove().run();
    return true;
  }

  private boolean isBusy(Deque<Runnable> queue) {
    return !queue.isEmpty() && !(readersHeldBack && queue == reading);
  }

  /** Runs until nothing is left to do at this time. */
  public void settle() {
    while (step()) {}
  }

  /** Lets time pass, running what falls due. */
  public void pass(long millis) {
    Instant end = now.plusMillis(millis);
    settle();
    for (Due due = timers.peek(); due != null && !due.at().isAfter(end); due = timers.peek()) {
      timers.remove();
      now = due.at().isAfter(now) ? due.at() : now;
      due.task().run();
      settle();
    }
    now = end;
  }

  /** Lets time pass in which nothing runs: what fell due is late. */
  public void sleep(long millis) {
    now = now.plusMillis(millis);
  }

  public Deque<Runnable> queue() {
    Deque<Runnable> queue = new ArrayDeque<>();
    queues.add(queue);
    return queue;
  }

  private Executor thread() {
    return queue()::add;
  }

  private Ledger writable(Ledger stored) {
    return batch -> {
      requireStore();
      List<Ledger.Outcome> outcomes = stored.commit(batch);
      if (answersGetLost) {
        throw new StoreUnavailable("lost", new IllegalStateException("unplugged"));
      }
      return outcomes;
    };
  }

  /** The read side, which is down where the store is. */
  private ReadSide readable(ReadSide stored) {
    InvocationHandler asLongAsItIsUp =
        (proxy, method, arguments) -> {
          if (!method.getName().equals("epoch")) {
            requireStore();
          }
          try {
            return method.invoke(stored, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return (ReadSide)
        Proxy.newProxyInstance(
            ReadSide.class.getClassLoader(), new Class<?>[] {ReadSide.class}, asLongAsItIsUp);
  }

  /** An event loop whose thread is a queue. */
  public static final class QueuedEventLoop implements EventLoop, Executor {
    private final int index;
    private final Deque<Runnable> queue;

    /** The largest weight of a task so far. */
    public int heaviest;

    /** How many tasks with something to deliver it was given so far. */
    public int deliveries;

    public QueuedEventLoop(int index, Deque<Runnable> queue) {
      this.index = index;
      this.queue = queue;
    }

    @Override
    public int index() {
      return index;
    }

    @Override
    public void execute(Runnable task) {
      queue.add(task);
    }

    @Override
    public void execute(Runnable task, int weight) {
      heaviest = Math.max(heaviest, weight);
      deliveries++;
      execute(task);
    }
  }
}
