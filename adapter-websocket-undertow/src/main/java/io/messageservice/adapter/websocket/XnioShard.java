package io.messageservice.adapter.websocket;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.port.out.Shard;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.xnio.XnioIoThread;

/**
 * An I/O thread of XNIO with its connections and the buffers that they share. Everything but {@link
 * #index} and {@link #execute} is called by that thread only.
 *
 * <p>What is sent in a turn of the thread's loop is written once, at its end: the first connection
 * that has something to write queues the end of the turn behind the tasks and reads of the turn,
 * and on a busy shard a moment later still.
 */
final class XnioShard implements Shard {

  /** Of the buffers that all connections of the shard read into and write from. */
  private static final int READ_BUFFER_BYTES = 64 << 10;

  private static final int WRITE_BUFFER_BYTES = 128 << 10;

  private static final int WHEEL_SLOTS = 256;
  private static final long MAX_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long MIN_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int TICKS_OF_AN_INTERVAL = 16;

  private final XnioIoThread thread;
  private final WebSocketConfig config;
  private final Time time;
  private final WebSocketEvents events;
  private final FrameReader reader;
  private final Rings rings = new Rings();
  private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BUFFER_BYTES);
  private final ByteBuffer writeBuffer = ByteBuffer.allocateDirect(WRITE_BUFFER_BYTES);
  private final Coalescing coalescing;
  private final Wheel wheel;
  private final long tickNanos;

  private final MemoryBudget memory;

  private boolean ticking;

  /** Connections with something to write, each once; swapped at the end of the turn. */
  private List<Connection> dirty = new ArrayList<>();

  private List<Connection> flushing = new ArrayList<>();

  /** Connections whose session is to be told of the end, once nothing else runs. */
  private List<Connection> over = new ArrayList<>();

  /** Connections that read again once no inbox is full. */
  private List<Connection> heldBack = new ArrayList<>();

  /** Connections that close once they are answered. */
  private final List<Connection> leaving = new ArrayList<>();

  private final Intake intake;
  private final Intake.Inbox inbox;

  private boolean turnEndQueued;
  private final Runnable endOfTurn = this::endTurn;
  private final Runnable tick = this::tick;

  /**
   * @param memory what waits for connections draws from it
   */
  XnioShard(
      XnioIoThread thread,
      WebSocketConfig config,
      FrameLimits limits,
      Intake intake,
      MemoryBudget memory,
      Time time,
      WebSocketEvents events) {
    this.thread = thread;
    this.config = config;
    this.time = time;
    this.events = events;
    this.reader = new FrameReader(limits);
    this.coalescing = new Coalescing(config.coalescingWindow().toNanos());
    this.intake = intake;
    this.memory = memory;
    this.inbox = intake.inbox(this::readOnLater);
    long share = config.heartbeatInterval().toNanos() / TICKS_OF_AN_INTERVAL;
    this.tickNanos = Math.max(MIN_TICK_NANOS, Math.min(MAX_TICK_NANOS, share));
    this.wheel = new Wheel(tickNanos, WHEEL_SLOTS, nanos());
  }

  @Override
  public int index() {
    return thread.getNumber();
  }

  @Override
  public void execute(Runnable task) {
    execute(task, 1);
  }

  /** Drops the task where the worker has ended: nothing of this shard is left then. */
  @Override
  public void execute(Runnable task, int weight) {
    inbox.add(weight);
    try {
      thread.execute(() -> run(task, weight));
    } catch (RejectedExecutionException ended) {
      inbox.remove(weight); // the connections went with the worker
    }
  }

  /** Shows every connection to the action. */
  void forEach(Consumer<Connection> action) {
    wheel.forEach(entry -> action.accept((Connection) entry));
  }

  boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  WebSocketConfig config() {
    return config;
  }

  WebSocketEvents events() {
    return events;
  }

  Time time() {
    return time;
  }

  long nanos() {
    return time.nanos().getAsLong();
  }

  FrameReader reader() {
    return reader;
  }

  /** Whether commands may be read. */
  Intake intake() {
    return intake;
  }

  MemoryBudget memory() {
    return memory;
  }

  Rings rings() {
    return rings;
  }

  /** Where a connection reads to; borrowed until it returns to the loop. */
  ByteBuffer readBuffer() {
    return readBuffer.clear();
  }

  /** Where a connection writes from; borrowed until it returns to the loop. */
  ByteBuffer writeBuffer() {
    return writeBuffer.clear();
  }

  /** A frame is to be written to one of the connections. */
  void countFrame() {
    coalescing.count();
  }

  /** Has the connection flushed at the end of the turn. */
  void flushLater(Connection connection) {
    dirty.add(connection);
    queueTurnEnd();
  }

  /** Has the connection's session told of its end, after what runs now. */
  void endLater(Connection connection) {
    over.add(connection);
    queueTurnEnd();
  }

  /** Has the end of the turn look for what became due by what runs now. */
  void lookAtTurnEnd() {
    if (!leaving.isEmpty()) {
      queueTurnEnd();
    }
  }

  /** Has the connection read on once no inbox is full. */
  void holdBack(Connection connection) {
    heldBack.add(connection);
  }

  /** Has the connection looked at until it has left. */
  void leaveLater(Connection connection) {
    leaving.add(connection);
  }

  void schedule(Connection connection, long dueNanos) {
    wheel.schedule(connection, dueNanos);
    if (!ticking) {
      tickLater();
    }
  }

  void cancel(Connection connection) {
    wheel.cancel(connection);
  }

  private void queueTurnEnd() {
    if (turnEndQueued) {
      return;
    }
    turnEndQueued = true;
    long delay = coalescing.delayNanos(nanos());
    try {
      if (delay > 0) {
        thread.executeAfter(endOfTurn, delay, TimeUnit.NANOSECONDS);
      } else {
        thread.execute(endOfTurn);
      }
    } catch (RejectedExecutionException ending) {
      endTurn();
    }
  }

  private void endTurn() {
    turnEndQueued = false;
    List<Connection> ready = dirty;
    dirty = flushing;
    flushing = ready;
    for (int i = 0; i < ready.size(); i++) {
      ready.get(i).flushNow();
    }
    ready.clear();
    leaving.removeIf(Connection::hasLeft);
    if (!over.isEmpty()) {
      List<Connection> ended = over;
      over = new ArrayList<>();
      ended.forEach(Connection::endSession);
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
    List<Connection> waiting = heldBack;
    heldBack = new ArrayList<>();
    waiting.forEach(Connection::readOn);
  }

  private void tick() {
    wheel.advance(nanos());
    ticking = false;
    if (wheel.size() > 0) {
      tickLater();
    }
  }

  private void tickLater() {
    try {
      thread.executeAfter(tick, tickNanos, TimeUnit.NANOSECONDS);
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
      events.fault(fault);
    } finally {
      inbox.remove(weight);
    }
  }
}
