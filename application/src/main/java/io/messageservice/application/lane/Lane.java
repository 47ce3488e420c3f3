package io.messageservice.application.lane;

import io.messageservice.application.delivery.Delivery;
import io.messageservice.application.delivery.Gate;
import io.messageservice.application.delivery.PastEnded;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.port.out.Timer;
import io.messageservice.domain.outcome.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out commands one after another, all that wait as one batch: decided, stored, told, in
 * that order. Every message that is told passes the {@link Gate} here.
 *
 * <p>Where other nodes have stored something that comes before what a batch said, they are most
 * likely about to tell it: the batch then waits a few milliseconds before it is told, which costs
 * less than to read what is missing. Other nodes are told of it meanwhile.
 *
 * <p>Any thread may {@link #offer} and {@link #post}; the rest runs on the lane's own thread.
 */
public final class Lane {

  /** The most commands that wait, large ones counted as several, unless told otherwise. */
  public static final int DEFAULT_CAPACITY = 16_384;

  private static final int MAX_BATCH = 1_024;

  /** What others are about to tell is waited for, for one to two of these. */
  private static final Duration TURN = Duration.ofMillis(25);

  /** How long nothing is waited for after it was in vain: the second time twice as long. */
  private static final Duration MIN_RESIGNATION = Duration.ofMillis(50);

  private static final Duration MAX_RESIGNATION = Duration.ofSeconds(1);

  private final Ledger ledger;
  private final Gate gate;
  private final Executor thread;
  private final Timer timer;
  private final Faults faults;
  private final int capacity;
  private final Delivery delivery;
  private volatile Runnable sendAway = () -> {};

  private final Queue<Work<?>> waiting = new ConcurrentLinkedQueue<>();
  private final Queue<Errand> heard = new ConcurrentLinkedQueue<>();

  /** Whether a run is under way to the thread. */
  private final AtomicBoolean awake = new AtomicBoolean();

  /** How many commands wait or are in the batch under way. */
  private final AtomicInteger size = new AtomicInteger();

  /** Stored, and told once others have told what comes before it. Only the lane's thread. */
  private @Nullable Batch stored;

  /** Whether a turn is to come. Only the lane's thread. */
  private boolean turning;

  /** For how long nothing is waited for after the next wait in vain. Only the lane's thread. */
  private Duration resignation = MIN_RESIGNATION;

  /** What they weigh; bounded by the capacity and what the last one is over it. */
  private final AtomicInteger weight = new AtomicInteger();

  /**
   * A lane at rest.
   *
   * @param delivery of which nobody else makes use
   * @param thread runs one task at a time, in order
   * @param timer ends the wait for what others are about to tell
   * @param capacity the most that commands which wait may weigh; more are refused
   */
  public Lane(
      Ledger ledger,
      Gate gate,
      Delivery delivery,
      Executor thread,
      Timer timer,
      int capacity,
      Faults faults) {
    this.ledger = ledger;
    this.gate = gate;
    this.delivery = delivery;
    this.thread = thread;
    this.timer = timer;
    this.capacity = capacity;
    this.faults = faults;
  }

  /**
   * Has those who are connected sent away where the store has another past, so that they come back
   * and begin anew.
   *
   * @param task ends, for each shard behind what it was told before, the connections that there
   *     are; runs on the lane's thread
   */
  public void onAnotherPast(Runnable task) {
    sendAway = task;
  }

  /** Takes a command of a client. Never blocks; false where too many wait. */
  public boolean offer(Work<?> work) {
    if (weight.get() >= capacity) {
      return false;
    }
    post(work);
    return true;
  }

  /**
   * Takes what must not be refused: at most a few for each connection, when it goes. Never blocks.
   */
  public void post(Work<?> work) {
    weight.addAndGet(work.weight());
    size.incrementAndGet();
    waiting.add(work);
    wake();
  }

  private void wake() {
    if (awake.compareAndSet(false, true)) {
      thread.execute(this::run);
    }
  }

  /**
   * Has everything told that is stored and was not told.
   *
   * @param then runs when this is done, or could not be
   */
  public void compare(Runnable then) {
    thread.execute(
        () -> {
          settleStored();
          attempt("comparison", gate::compare);
          delivery.flush();
          then.run();
        });
  }

  /**
   * Has something done that concerns the lane, in its turn between the commands that came before
   * and those that come after. Whoever calls bounds how much of it waits.
   *
   * @param where names the task where it breaks; the gate is in doubt then
   */
  public void run(String where, Consumer<Delivery> task) {
    post(new Errand(where, task));
  }

  /**
   * Has something passed on that others told, as soon as the lane can: before the commands that
   * wait, which may wait for it. Whoever calls bounds how much of it waits.
   *
   * @param where names the task where it breaks; the gate is in doubt then
   */
  public void hear(String where, Consumer<Delivery> task) {
    heard.add(new Errand(where, task));
    wake();
  }

  private boolean attempt(String where, Consumer<Delivery> task) {
    try {
      task.accept(delivery);
      return true;
    } catch (PastEnded ended) {
      return begin();
    } catch (StoreUnavailable unavailable) {
      faults.broke("store", unavailable);
    } catch (RuntimeException | Error fault) {
      faults.broke(where, fault);
    }
    return false;
  }

  /** Begins anew in the past that the store has by now; false where that could not be done. */
  private boolean begin() {
    Batch batch = stored;
    if (batch != null) {
      stored = null;
      gate.early().release();
      giveUp(batch.works());
    }
    delivery.flush(); // what was told is of the past that ended, and those are told it
    return attempt(
        "renewal",
        told -> {
          sendAway.run();
          gate.begin(told);
        });
  }

  /** How many commands wait. */
  public int size() {
    return size.get();
  }

  private void run() {
    awake.set(false);
    try {
      takeHeard();
      if (stored == null) {
        carryOut(nextBatch());
      } else if (!stored.waits(gate)) {
        resignation = MIN_RESIGNATION;
        settleStored();
      }
      delivery.flush();
    } catch (RuntimeException | Error fault) {
      faults.broke("lane", fault);
    }
    goOn();
  }

  private void goOn() {
    if (stored == null && !waiting.isEmpty()) {
      wake();
    }
    if (!turning && (stored != null || !gate.early().isEmpty())) {
      turning = true;
      timer.after(TURN, () -> thread.execute(this::turn));
    }
  }

  /** What waited for others long enough waits no more. */
  private void turn() {
    turning = false;
    boolean old = stored != null && stored.age();
    if (old || gate.early().hasAged()) {
      settleStored(); // nothing that comes after it may be told before
      resign();
    }
    if (!attempt("hearing", gate::tellOverdue)) {
      gate.doubt();
    }
    delivery.flush();
    goOn();
  }

  private void resign() {
    gate.early().setPatient(false);
    timer.after(resignation, () -> thread.execute(() -> gate.early().setPatient(true)));
    Duration twice = resignation.multipliedBy(2);
    resignation = twice.compareTo(MAX_RESIGNATION) < 0 ? twice : MAX_RESIGNATION;
  }

  private void takeHeard() {
    for (Errand errand = heard.poll(); errand != null; errand = heard.poll()) {
      if (gate.isInDoubt()) {
        settleStored();
      }
      carryOut(errand);
    }
  }

  /** Commands up to the next errand, or an errand alone. */
  private List<Work<?>> nextBatch() {
    List<Work<?>> batch = new ArrayList<>();
    for (Work<?> work = waiting.peek(); work != null; work = waiting.peek()) {
      boolean alone = work instanceof Errand;
      if (batch.size() == MAX_BATCH || (alone && !batch.isEmpty())) {
        break;
      }
      batch.add(waiting.remove());
      if (alone) {
        break;
      }
    }
    return batch;
  }

  private void carryOut(Errand errand) {
    if (!attempt(errand.where(), errand.task())) {
      gate.doubt();
    }
  }

  private void carryOut(List<Work<?>> works) {
    if (works.size() == 1 && works.get(0) instanceof Errand errand) {
      carryOut(errand);
      over(works);
    } else if (!works.isEmpty()) {
      commit(works);
    }
  }

  private void commit(List<Work<?>> works) {
    List<Outcome> outcomes;
    try {
      if (gate.isInDoubt()) {
        gate.compare(delivery);
      }
      works.forEach(Work::begin);
      outcomes = ledger.commit(works);
      gate.requireSamePast();
    } catch (PastEnded ended) {
      boolean unused = begin();
      giveUp(works);
      return;
    } catch (StoreUnavailable unavailable) {
      faults.broke("store", unavailable);
      refuse(works, Refusal.UNAVAILABLE);
      return;
    } catch (RuntimeException | Error fault) {
      faults.broke("commit", fault);
      refuse(works, Refusal.INTERNAL);
      return;
    }
    Batch batch = new Batch(works, outcomes);
    stored = batch;
    gate.early().hold(batch.held());
    for (int i = 0; i < works.size(); i++) {
      announce(works.get(i), outcomes.get(i));
    }
    takeHeard();
    if (!batch.waits(gate)) {
      settleStored();
    }
  }

  private void refuse(List<Work<?>> works, Refusal refusal) {
    gate.doubt();
    works.forEach(work -> refuse(work, refusal));
    over(works);
  }

  /** What is stored when its past ends is told to nobody. */
  private void giveUp(List<Work<?>> works) {
    works.forEach(work -> refuse(work, Refusal.UNAVAILABLE));
    over(works);
  }

  private void over(List<Work<?>> works) {
    weight.addAndGet(-works.stream().mapToInt(Work::weight).sum());
    size.addAndGet(-works.size());
  }

  /** The result came from this work's own decision. */
  @SuppressWarnings("unchecked")
  private <R> void announce(Work<R> work, Outcome outcome) {
    if (outcome instanceof Outcome.Done done) {
      try {
        work.announce((R) done.result(), done.message(), delivery);
      } catch (RuntimeException | Error fault) {
        faults.broke("announcing", fault);
      }
    }
  }

  /** Tells what is stored, if anything is, and what is missing before it. */
  private void settleStored() {
    Batch batch = stored;
    if (batch == null) {
      return;
    }
    stored = null;
    int next = 0;
    try {
      for (; next < batch.works().size(); next++) {
        settle(batch.works().get(next), batch.outcomes().get(next));
      }
    } catch (PastEnded ended) {
      boolean unused = begin();
      giveUp(batch.works().subList(next, batch.works().size()));
      over(batch.works().subList(0, next));
      return;
    } finally {
      gate.early().release(); // not before: what others told of it is not to come first
    }
    if (!gate.early().isEmpty() && !attempt("hearing", to -> follow(batch, to))) {
      gate.doubt();
    }
    over(batch.works());
  }

  private void follow(Batch batch, Delivery to) {
    batch.held().keySet().forEach(id -> gate.follow(id, to));
  }

  private void settle(Work<?> work, Outcome outcome) {
    if (outcome instanceof Outcome.Done done) {
      settleDone(work, done);
    } else if (outcome instanceof Outcome.Refused refused) {
      refuse(work, refused.refusal());
    } else if (outcome instanceof Outcome.Failed failed) {
      faults.broke("command", failed.cause());
      refuse(work, Refusal.INTERNAL);
    }
  }

  /** The result came from this work's own decision. */
  @SuppressWarnings("unchecked")
  private <R> void settleDone(Work<R> work, Outcome.Done done) {
    try {
      work.done((R) done.result(), done.message(), delivery);
    } catch (PastEnded ended) {
      throw ended;
    } catch (StoreUnavailable unavailable) {
      gate.doubt();
      faults.broke("store", unavailable);
      refuse(work, Refusal.UNAVAILABLE);
    } catch (RuntimeException | Error fault) {
      gate.doubt(); // it is stored and perhaps not told
      faults.broke("telling", fault);
      refuse(work, Refusal.INTERNAL);
    }
  }

  private void refuse(Work<?> work, Refusal refusal) {
    try {
      work.refused(refusal, delivery);
    } catch (RuntimeException | Error fault) {
      faults.broke("refusing", fault);
    }
  }
}
