package io.messageservice.application.lane;

import io.messageservice.application.delivery.Delivery;
import io.messageservice.application.delivery.Gate;
import io.messageservice.application.delivery.PastEnded;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.domain.outcome.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Carries out commands one after another, all that wait as one batch: decided, stored, told, in
 * that order. Every message that is told passes the {@link Gate} here.
 *
 * <p>Any thread may {@link #offer} and {@link #post}; the rest runs on the lane's own thread.
 */
public final class Lane {

  /** The most commands that wait, large ones counted as several, unless told otherwise. */
  public static final int DEFAULT_CAPACITY = 16_384;

  private static final int MAX_BATCH = 1_024;

  private final Ledger ledger;
  private final Gate gate;
  private final Executor thread;
  private final Faults faults;
  private final int capacity;
  private final Delivery delivery;
  private volatile Runnable sendAway = () -> {};

  private final Queue<Work<?>> waiting = new ConcurrentLinkedQueue<>();

  /** How many wait or are in the batch under way. Whoever makes it 1 wakes the thread. */
  private final AtomicInteger size = new AtomicInteger();

  /** What they weigh; bounded by the capacity and what the last one is over it. */
  private final AtomicInteger weight = new AtomicInteger();

  /**
   * A lane at rest.
   *
   * @param delivery of which nobody else makes use
   * @param thread runs one task at a time, in order
   * @param capacity the most that commands which wait may weigh; more are refused
   */
  public Lane(
      Ledger ledger, Gate gate, Delivery delivery, Executor thread, int capacity, Faults faults) {
    this.ledger = ledger;
    this.gate = gate;
    this.delivery = delivery;
    this.thread = thread;
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
    waiting.add(work);
    if (size.getAndIncrement() == 0) {
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
          attempt("comparison", gate::compare);
          delivery.flush();
          then.run();
        });
  }

  /**
   * Has something done that concerns the lane, in its turn between the commands that came before
   * and those that come after: what others told passed on, say. Whoever calls bounds how much of it
   * waits.
   *
   * @param where names the task where it breaks; the gate is in doubt then
   */
  public void run(String where, Consumer<Delivery> task) {
    post(new Errand(where, task));
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
    List<Work<?>> batch = nextBatch();
    try {
      if (batch.size() == 1 && batch.get(0) instanceof Errand errand) {
        carryOut(errand);
      } else {
        carryOut(batch);
      }
      delivery.flush();
    } catch (RuntimeException | Error fault) {
      faults.broke("lane", fault);
    } finally {
      weight.addAndGet(-batch.stream().mapToInt(Work::weight).sum());
      if (size.addAndGet(-batch.size()) > 0) {
        thread.execute(this::run);
      }
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

  private void carryOut(List<Work<?>> batch) {
    List<Outcome> outcomes;
    try {
      if (gate.isInDoubt()) {
        gate.compare(delivery);
      }
      batch.forEach(Work::begin);
      outcomes = ledger.commit(batch);
      gate.requireSamePast();
    } catch (PastEnded ended) {
      boolean unused = begin();
      batch.forEach(work -> refuse(work, Refusal.UNAVAILABLE));
      return;
    } catch (StoreUnavailable unavailable) {
      gate.doubt();
      faults.broke("store", unavailable);
      batch.forEach(work -> refuse(work, Refusal.UNAVAILABLE));
      return;
    } catch (RuntimeException | Error fault) {
      gate.doubt();
      faults.broke("commit", fault);
      batch.forEach(work -> refuse(work, Refusal.INTERNAL));
      return;
    }
    settle(batch, outcomes);
  }

  /** What is left of a batch when the past ends is told to nobody. */
  private void settle(List<Work<?>> batch, List<Outcome> outcomes) {
    int next = 0;
    try {
      for (; next < batch.size(); next++) {
        settle(batch.get(next), outcomes.get(next));
      }
    } catch (PastEnded ended) {
      boolean unused = begin();
      batch.subList(next, batch.size()).forEach(work -> refuse(work, Refusal.UNAVAILABLE));
    }
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
