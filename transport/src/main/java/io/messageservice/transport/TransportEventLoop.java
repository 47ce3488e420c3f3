package io.messageservice.transport;

import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.EventLoop.PendingWrites;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * An I/O thread with the connections that it owns. Everything but {@link #index}, {@link #execute}
 * and {@link #isCurrent} is called by that thread only.
 *
 * <p>What is sent in a turn of the loop is written once, at its end: the first connection that has
 * something to write queues the end of the turn behind the tasks and reads of the turn, and on a
 * busy loop a moment later still.
 */
public final class TransportEventLoop implements EventLoop {

  private static final PendingWrites[] NONE_MEASURED = {};
  private static final int WHEEL_SLOTS = 256;
  private static final long MAX_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long MIN_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int TICKS_OF_AN_INTERVAL = 16;

  private final LoopThread thread;
  private final LoopContext context;
  private final RingPool rings = new RingPool();
  private final WriteCoalescing coalescing;
  private final TimerWheel wheel;
  private final long tickNanos;
  private final ReadBackpressure.Inbox inbox;

  /** Connections with something to write, each once; swapped at the end of the turn. */
  private List<TransportConnection> dirty = new ArrayList<>();

  private List<TransportConnection> flushing = new ArrayList<>();

  /** Messages that this turn writes, and whose time is measured. */
  private final List<PendingWrites> measured = new ArrayList<>();

  /** Connections whose session ends once nothing else runs. */
  private List<TransportConnection> ended = new ArrayList<>();

  /** Connections that read again once no inbox is full. */
  private List<TransportConnection> heldBack = new ArrayList<>();

  /** Connections that close once their commands are answered. */
  private final List<TransportConnection> leaving = new ArrayList<>();

  private boolean ticking;
  private boolean turnEndQueued;
  private final Runnable endOfTurn = this::endTurn;
  private final Runnable tick = this::tick;

  TransportEventLoop(LoopThread thread, LoopContext context) {
    this.thread = thread;
    this.context = context;
    this.coalescing = new WriteCoalescing(context.config().coalescingWindow().toNanos());
    this.inbox = context.backpressure().inbox(this::readOnLater);
    long share = context.config().heartbeatInterval().toNanos() / TICKS_OF_AN_INTERVAL;
    this.tickNanos = Math.max(MIN_TICK_NANOS, Math.min(MAX_TICK_NANOS, share));
    this.wheel = new TimerWheel(tickNanos, WHEEL_SLOTS, context.nanos());
  }

  @Override
  public int index() {
    return thread.index();
  }

  @Override
  public void execute(Runnable task) {
    execute(task, 1);
  }

  /** Drops the task where the thread has ended: nothing of this loop is left then. */
  @Override
  public void execute(Runnable task, int weight) {
    inbox.add(weight);
    try {
      thread.execute(() -> run(task, weight));
    } catch (RejectedExecutionException ended) {
      inbox.remove(weight); // the connections ended with the thread
    }
  }

  @Override
  public void afterWrite(PendingWrites writes) {
    measured.add(writes);
    queueTurnEnd();
  }

  @Override
  public void written(PendingWrites writes) {
    context.events().messageWritten(index(), writes.nanos());
  }

  boolean isCurrent() {
    return thread.isCurrent();
  }

  /** Shows every connection to the action. */
  void forEach(Consumer<TransportConnection> action) {
    wheel.forEach(entry -> action.accept((TransportConnection) entry));
  }

  LoopContext context() {
    return context;
  }

  RingPool rings() {
    return rings;
  }

  /** A frame is to be written to one of the connections. */
  void countFrame() {
    coalescing.count();
  }

  /** Flushes the connection at the end of the turn. */
  void flushLater(TransportConnection connection) {
    dirty.add(connection);
    queueTurnEnd();
  }

  /** Ends the connection's session after what runs now. */
  void endLater(TransportConnection connection) {
    ended.add(connection);
    queueTurnEnd();
  }

  /** Looks at the end of the turn for connections whose commands are all answered by then. */
  void lookAtTurnEnd() {
    if (!leaving.isEmpty()) {
      queueTurnEnd();
    }
  }

  /** Lets the connection read again once no inbox is full. */
  void holdBack(TransportConnection connection) {
    heldBack.add(connection);
  }

  /** Closes the connection at the end of the first turn that finds its commands answered. */
  void leaveLater(TransportConnection connection) {
    leaving.add(connection);
  }

  void schedule(TransportConnection connection, long dueNanos) {
    wheel.schedule(connection, dueNanos);
    if (!ticking) {
      tickLater();
    }
  }

  void cancel(TransportConnection connection) {
    wheel.cancel(connection);
  }

  private void queueTurnEnd() {
    if (turnEndQueued) {
      return;
    }
    turnEndQueued = true;
    long delay = coalescing.delayNanos(context.nanos());
    try {
      if (delay > 0) {
        thread.executeAfter(endOfTurn, delay);
      } else {
        thread.execute(endOfTurn);
      }
    } catch (RejectedExecutionException ending) {
      endTurn();
    }
  }

  private void endTurn() {
    turnEndQueued = false;
    List<TransportConnection> ready = dirty;
    dirty = flushing;
    flushing = ready;
    for (int i = 0; i < ready.size(); i++) {
      ready.get(i).flushNow();
    }
    ready.clear();
    long now = measured.isEmpty() ? 0 : context.nanos();
    leaving.removeIf(TransportConnection::closeIfAnswered);
    if (!ended.isEmpty()) {
      List<TransportConnection> over = ended;
      ended = new ArrayList<>();
      over.forEach(TransportConnection::endSession);
    }
    reportWrites(now);
  }

  /** An observer that breaks finds all other work of the turn done. */
  private void reportWrites(long now) {
    PendingWrites[] written = measured.toArray(NONE_MEASURED);
    measured.clear();
    for (PendingWrites writes : written) {
      if (writes.written(now)) {
        written(writes);
      }
    }
    int dropped = rings.takeDropped();
    if (dropped > 0) {
      context.events().framesDropped(index(), dropped);
    }
  }

  /** Comes from the thread on which the last full inbox got room. */
  private void readOnLater() {
    try {
      thread.execute(this::readOn);
    } catch (RejectedExecutionException ended) {
      // nobody is left to read from
    }
  }

  private void readOn() {
    List<TransportConnection> waiting = heldBack;
    heldBack = new ArrayList<>();
    waiting.forEach(TransportConnection::readOn);
  }

  private void tick() {
    wheel.advance(context.nanos());
    ticking = false;
    if (wheel.size() > 0) {
      tickLater();
    }
  }

  private void tickLater() {
    try {
      thread.executeAfter(tick, tickNanos);
      ticking = true;
    } catch (RejectedExecutionException ending) {
      // the thread closes its connections itself now
    }
  }

  /** The catch-all of tasks: a fault ends the task, not the loop. */
  private void run(Runnable task, int weight) {
    try {
      task.run();
    } catch (Throwable fault) {
      context.events().fault(fault);
    } finally {
      inbox.remove(weight);
    }
  }
}
