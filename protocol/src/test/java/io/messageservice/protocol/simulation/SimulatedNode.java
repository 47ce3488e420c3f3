package io.messageservice.protocol.simulation;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.command.Dependencies;
import io.messageservice.application.command.Policy;
import io.messageservice.application.command.UseCases;
import io.messageservice.application.memory.ReadSide;
import io.messageservice.application.port.out.DeliveryEvents;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.LaneEvents;
import io.messageservice.application.port.out.PresenceLoad;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.domain.user.Identity;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.Session;
import io.messageservice.protocol.Wire;
import io.messageservice.protocol.json.JsonValues;
import io.messageservice.protocol.session.ClientSessions;
import io.messageservice.protocol.simulation.SimulatedStore.InjectedFault;
import io.messageservice.protocol.simulation.log.LogReader;
import io.messageservice.protocol.simulation.schedule.Journal;
import io.messageservice.protocol.simulation.schedule.Line;
import io.messageservice.protocol.simulation.schedule.Scheduler;
import io.messageservice.protocol.simulation.schedule.Strand;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One process of the service: real use cases on simulated threads, until it crashes. */
final class SimulatedNode {

  private static final int SHARDS = 2;
  private static final int READS_WAITING = 6;

  /** How long users of a node that stops count as online. */
  private static final Duration COMING_BACK = Duration.ofSeconds(6);

  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration GOODBYE = Duration.ofSeconds(1);

  private final String name;
  private final Scheduler scheduler;
  private final Journal journal;
  private final List<NodeEventLoop> loops = new ArrayList<>();
  private final List<Line> lines = new ArrayList<>();
  private final Set<Socket> sockets = new LinkedHashSet<>();
  private final UseCases useCases;
  private final ClientSessions sessions;
  private final Line timer;
  private final Runnable afterEnd;
  private final Runnable readerLeaves;
  private int reading;
  private boolean alive = true;
  private boolean paused;
  private boolean draining;

  /**
   * Starts.
   *
   * @param name unlike those of all nodes before
   * @param afterEnd is called when the node has crashed or ended
   */
  SimulatedNode(
      String name,
      Scheduler scheduler,
      Journal journal,
      SimulatedStore store,
      SimulatedCluster cluster,
      Policy policy,
      int lanes,
      Runnable afterEnd) {
    this.name = name;
    this.scheduler = scheduler;
    this.journal = journal;
    this.afterEnd = afterEnd;
    Duration error = Duration.ofMillis(scheduler.below(400) - 200L);
    for (int i = 0; i < SHARDS; i++) {
      loops.add(new NodeEventLoop(i));
    }
    Executor presence = handing(line("presence", new Strand()));
    this.timer = line("timer", new Strand());
    Dependencies around =
        new Dependencies(
            Stream.generate(() -> store.ledgerOf(this)).limit(lanes).toList(),
            store.historyOf(this),
            store.historyOf(this),
            store.conversationIds(),
            new JsonValues(),
            loops,
            Stream.generate(() -> handing(line("lane", new Strand()))).limit(lanes).toList(),
            presence,
            this::read,
            (delay, task) -> scheduler.after(delay, timer, task),
            () -> cluster.clock().ofNodes().plus(error),
            scheduler::nanos,
            this::broke,
            PresenceLoad.NONE,
            DeliveryEvents.NONE,
            (token, verdict) -> {
              throw new AssertionError("nobody renews a token here");
            },
            cluster.of(this),
            MemoryBudget.unlimited(),
            lane -> LaneEvents.NONE,
            Optional.empty());
    this.useCases = UseCases.in(around, policy);
    this.sessions =
        new ClientSessions(
            useCases,
            Limits.DEFAULT,
            new ClientSessions.Greeting(() -> "some", Duration.ofSeconds(30), 262_144),
            scheduler::nanos,
            ClientSessions.Observers.NONE);
    this.readerLeaves =
        cluster.reader().starts(new ReaderHost(this, store, () -> cluster.clock().ofNodes()));
  }

  String name() {
    return name;
  }

  UseCases useCases() {
    return useCases;
  }

  /** A line of its own, which ends with it. */
  Line line(String what, Strand strand) {
    Line line = scheduler.line(name + what, strand);
    line.pause(paused);
    lines.add(line);
    return line;
  }

  /** Whoever hands a task over may be preempted right after it. */
  private Executor handing(Line line) {
    return task -> {
      line.execute(task);
      scheduler.interrupt();
    };
  }

  private void read(Runnable task) {
    if (reading >= READS_WAITING) {
      throw new RejectedExecutionException("too many");
    }
    reading++;
    Line line = line("reader", new Strand());
    line.execute(
        () -> {
          reading--;
          task.run();
        });
    line.end();
    scheduler.interrupt();
  }

  private void broke(String where, Throwable fault) {
    boolean injected =
        fault instanceof InjectedFault
            || (fault instanceof StoreUnavailable && fault.getCause() instanceof InjectedFault);
    if (!injected && alive) {
      journal.broken("nothing breaks, but in " + where + ": " + fault);
    }
  }

  /** A line for what a socket brings, on the thread of its event loop. */
  Line lineOn(NodeEventLoop loop) {
    return line("up-" + loop.index(), loop.strand);
  }

  NodeEventLoop anyShard() {
    return scheduler.oneOf(loops);
  }

  Session open(Wire wire, NodeEventLoop loop, Identity identity, Dialect dialect) {
    return sessions.open(wire, loop, identity, dialect);
  }

  void opened(Socket socket) {
    sockets.add(socket);
  }

  void closed(Socket socket, Line up) {
    sockets.remove(socket);
    up.end();
  }

  boolean isAlive() {
    return alive;
  }

  /** Whether it takes connections and commands. */
  boolean isReading() {
    return alive && !draining;
  }

  /**
   * Stops in order: takes nothing more, carries out what it has taken, says goodbye, and ends when
   * nobody is there any more.
   */
  void drain() {
    if (isReading()) {
      journal.note(() -> "node " + name + " drains");
      draining = true;
      readerLeaves.run();
      timer.execute(
          () -> {
            useCases.departure().begin(COMING_BACK);
            scheduler.after(LOOK, timer, this::sayGoodbye);
          });
    }
  }

  private void sayGoodbye() {
    if (useCases.commands().unfinished() > 0) {
      scheduler.after(LOOK, timer, this::sayGoodbye);
      return;
    }
    List.copyOf(sockets).forEach(Socket::goAway);
    scheduler.after(GOODBYE, timer, this::end);
  }

  private void end() {
    if (alive) {
      journal.note(() -> "node " + name + " ends");
      stop();
    }
  }

  /** Does nothing for a while, and then goes on as if nothing had been. */
  void pause(boolean still) {
    lines.forEach(line -> line.pause(still));
    paused = still;
  }

  /** Dies with all that was under way. */
  void crash() {
    if (alive) {
      journal.note(() -> "node " + name + " crashes");
      stop();
    }
  }

  private void stop() {
    alive = false;
    lines.forEach(Line::close);
    List.copyOf(sockets).forEach(Socket::cut);
    afterEnd.run();
  }

  /** What a reader of the log has of it. */
  private record ReaderHost(SimulatedNode node, SimulatedStore store, InstantSource clock)
      implements LogReader.Host {

    @Override
    public String name() {
      return node.name;
    }

    @Override
    public ReadSide reads() {
      return store.historyOf(node);
    }

    @Override
    public ReadSide stored() {
      return store.history();
    }

    @Override
    public Line thread(String what) {
      return node.line(what, new Strand());
    }

    @Override
    public <T> T write(Supplier<T> what) {
      return store.write(node, what);
    }

    @Override
    public void mayDie() {
      store.mayDie(node);
    }
  }

  /** A simulated I/O thread. */
  final class NodeEventLoop implements EventLoop {
    private final int index;
    private final Strand strand = new Strand();
    private final Line tasks;

    NodeEventLoop(int index) {
      this.index = index;
      this.tasks = line("loop-" + index, strand);
    }

    @Override
    public int index() {
      return index;
    }

    @Override
    public void execute(Runnable task) {
      tasks.execute(task);
      scheduler.interrupt();
    }
  }
}
