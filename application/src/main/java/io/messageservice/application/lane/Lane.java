package io.messageservice.application.lane;

import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.feed.EpochChanged;
import io.messageservice.application.feed.LaneTasks;
import io.messageservice.application.feed.StoreWatcher;
import io.messageservice.application.port.out.ChangeLog.Mark;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.LaneEvents;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.domain.outcome.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out commands one after another, all that wait as one batch: decided and stored in one
 * transaction, then each is done. It never waits for anything but that transaction.
 *
 * <p>Any thread may {@link #offer}, {@link #post} and hand over tasks; the rest runs on the lane's
 * own thread.
 */
public final class Lane implements LaneTasks {

  /** The most commands that wait, large ones counted as several, by default. */
  public static final int DEFAULT_CAPACITY = 16_384;

  private static final int MAX_BATCH = 1_024;

  private final Ledger ledger;
  private final EpochBarrier gate;
  private final Executor thread;
  private final Faults faults;
  private final LaneEvents events;
  private final LongSupplier nanoTime;
  private final int capacity;
  private final Fanout fanout;
  private volatile StoreWatcher watcher = new StoreWatcher() {};

  private final Queue<LaneCommand<?>> waiting = new ConcurrentLinkedQueue<>();
  private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();

  /** Whether a run is under way to the thread. */
  private final AtomicBoolean awake = new AtomicBoolean();

  /**
   * When that run was requested. The thread that set {@link #awake} writes it; the run reads it
   * before it clears {@link #awake}.
   */
  private long wokenNanos;

  /** The closing of the gate that this arrived for last. Only the lane's thread. */
  private @Nullable Object cameFor;

  /** How many commands wait or are in the batch under way. */
  private final AtomicInteger size = new AtomicInteger();

  /** What they weigh; bounded by the capacity and what the last one is over it. */
  private final AtomicInteger weight = new AtomicInteger();

  /** Something that is done without asking the store for a decision. */
  private record Task(String where, Consumer<Fanout> action) {}

  /**
   * What a lane needs beside its store.
   *
   * @param gate which all lanes of the node share
   * @param nanoTime a monotonic clock
   */
  public record Environment(
      EpochBarrier gate, Faults faults, LaneEvents events, LongSupplier nanoTime) {}

  /**
   * A lane at rest.
   *
   * @param fanout of which nobody else makes use
   * @param thread runs one task at a time, in order
   * @param capacity the most that commands which wait may weigh; more are refused
   */
  public Lane(
      Ledger ledger, Fanout fanout, Executor thread, int capacity, Environment environment) {
    this.ledger = ledger;
    this.fanout = fanout;
    this.thread = thread;
    this.capacity = capacity;
    this.gate = environment.gate();
    this.faults = environment.faults();
    this.events = environment.events();
    this.nanoTime = environment.nanoTime();
  }

  /** Who learns how the store answers; to be called once, before any command. */
  public void watchedBy(StoreWatcher only) {
    watcher = only;
    gate.add(this);
  }

  /** Takes a command of a client. Never blocks; false where too many wait. */
  public boolean offer(LaneCommand<?> command) {
    if (weight.get() >= capacity) {
      return false;
    }
    post(command);
    return true;
  }

  /** Takes what must not be refused: one for each connection, when it goes. Never blocks. */
  public void post(LaneCommand<?> command) {
    weight.addAndGet(command.weight());
    size.incrementAndGet();
    waiting.add(command);
    wake();
  }

  /** Where it stores. Only the lane's thread may call it. */
  public Ledger ledger() {
    return ledger;
  }

  @Override
  public void soon(String where, Consumer<Fanout> task) {
    tasks.add(new Task(where, task));
    wake();
  }

  /** How many commands wait. */
  public int size() {
    return size.get();
  }

  void wake() {
    if (awake.compareAndSet(false, true)) {
      wokenNanos = nanoTime.getAsLong();
      thread.execute(this::run);
    }
  }

  private void run() {
    long waitNanos = nanoTime.getAsLong() - wokenNanos;
    awake.set(false);
    Object closed = gate.closed();
    if (closed != null) {
      standStill(closed);
      return;
    }
    try {
      runTasks();
      List<LaneCommand<?>> batch = nextBatch();
      if (batch.isEmpty()) {
        fanout.flush();
      } else {
        carryOut(batch, waitNanos);
      }
    } catch (EpochChanged changed) {
      fanout.flush(); // what was delivered is of the epoch that ended, for those who are in it
      standStill(gate.close());
    } catch (RuntimeException | Error fault) {
      faults.broke("lane", fault);
    }
    if (!waiting.isEmpty() || !tasks.isEmpty()) {
      wake();
    }
  }

  /** Nothing is carried out until the gate is open again. */
  private void standStill(Object closed) {
    if (cameFor != closed) {
      cameFor = closed;
      gate.arrived();
    }
  }

  /**
   * Refuses commands that wait for answers. Called while all lanes stand still, as what follows.
   */
  void endEpoch() {
    watcher.epochEnds();
    fanout.flush();
  }

  void forget(Mark end) {
    watcher.forget(end, fanout);
    fanout.flush();
  }

  void beginEpoch() {
    watcher.epochBegins();
  }

  private void runTasks() {
    Task task = tasks.poll();
    for (int done = 1; task != null; done++) {
      if (!attempt(task)) {
        watcher.inDoubt();
      }
      task = done < MAX_BATCH ? tasks.poll() : null;
    }
  }

  private boolean attempt(Task task) {
    try {
      task.action().accept(fanout);
      return true;
    } catch (EpochChanged changed) {
      throw changed;
    } catch (StoreUnavailable unavailable) {
      faults.broke("store", unavailable);
    } catch (RuntimeException | Error fault) {
      faults.broke(task.where(), fault);
    }
    return false;
  }

  private List<LaneCommand<?>> nextBatch() {
    List<LaneCommand<?>> batch = new ArrayList<>();
    LaneCommand<?> next = waiting.poll();
    while (next != null) {
      batch.add(next);
      next = batch.size() < MAX_BATCH ? waiting.poll() : null;
    }
    return batch;
  }

  private void carryOut(List<LaneCommand<?>> batch, long waitNanos) {
    int left = size.get() - batch.size();
    observe(observer -> observer.begun(batch, left, waitNanos));
    try {
      commit(batch);
      fanout.flush();
    } finally {
      weight.addAndGet(-batch.stream().mapToInt(LaneCommand::weight).sum());
      size.addAndGet(-batch.size());
      observe(LaneEvents::ended);
    }
  }

  private void observe(Consumer<LaneEvents> call) {
    events.observe(call, faults);
  }

  private void commit(List<LaneCommand<?>> batch) {
    List<Outcome> outcomes;
    try {
      batch.forEach(LaneCommand::begin);
      outcomes = ledger.commit(batch);
      gate.epoch().require();
    } catch (EpochChanged changed) {
      refuse(batch, Refusal.UNAVAILABLE); // what is stored by now is delivered to nobody
      observe(LaneEvents::failed);
      throw changed;
    } catch (StoreUnavailable unavailable) {
      faults.broke("store", unavailable);
      fail(batch, Refusal.UNAVAILABLE);
      return;
    } catch (RuntimeException | Error fault) {
      faults.broke("commit", fault);
      fail(batch, Refusal.INTERNAL);
      return;
    }
    watcher.stored();
    observe(observer -> observer.committed(outcomes));
    end(batch, outcomes);
  }

  /** Whether the batch is stored is not known. */
  private void fail(List<LaneCommand<?>> batch, Refusal refusal) {
    watcher.inDoubt();
    refuse(batch, refusal);
    observe(LaneEvents::failed);
  }

  private void end(List<LaneCommand<?>> batch, List<Outcome> outcomes) {
    int next = 0;
    try {
      for (; next < batch.size(); next++) {
        end(batch.get(next), outcomes.get(next));
      }
    } catch (EpochChanged changed) {
      refuse(batch.subList(next, batch.size()), Refusal.UNAVAILABLE);
      throw changed;
    }
  }

  private void end(LaneCommand<?> command, Outcome outcome) {
    if (outcome instanceof Outcome.Done done) {
      endDone(command, done);
    } else if (outcome instanceof Outcome.Refused refused) {
      refuse(command, refused.refusal());
    } else if (outcome instanceof Outcome.Failed failed) {
      faults.broke("command", failed.cause());
      refuse(command, Refusal.INTERNAL);
    }
  }

  /** The result is that of this command's own decision. */
  @SuppressWarnings("unchecked")
  private <R> void endDone(LaneCommand<R> command, Outcome.Done done) {
    try {
      command.done((R) done.result(), done.message(), fanout);
    } catch (EpochChanged changed) {
      throw changed;
    } catch (RuntimeException | Error fault) {
      watcher.inDoubt(); // it is stored and perhaps not delivered
      faults.broke("delivery", fault);
      refuse(command, Refusal.INTERNAL);
    }
  }

  private void refuse(List<LaneCommand<?>> batch, Refusal refusal) {
    batch.forEach(command -> refuse(command, refusal));
  }

  private void refuse(LaneCommand<?> command, Refusal refusal) {
    try {
      command.refused(refusal, fanout);
    } catch (RuntimeException | Error fault) {
      faults.broke("refusal", fault);
    }
  }
}
