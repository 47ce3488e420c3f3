package io.messageservice.application.feed;

import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.feed.StoreReads.Read;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.ChangeLog.Heads;
import io.messageservice.application.port.out.ChangeLog.Mark;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.LaneEvents;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is stored with what was delivered: reads, on a reader's thread, the heads that
 * changed since the last look, up to where the store stood when this one began. One look at a time;
 * whatever is asked for meanwhile is one more. Only the lane's thread may call, but for {@link
 * #request} and {@link #cursor}.
 */
final class Reconciler {

  /** What the heads of one read take, about. */
  private static final int READ_BYTES = 1 << 20;

  private final ChangeLog changes;
  private final StoreReads reads;
  private final LaneTasks lane;
  private final Faults faults;
  private final LaneEvents events;
  private final LongSupplier nanoTime;
  private final Looks looks;

  /** How many looks have begun. */
  private long begun;

  /** When the look under way began, in monotonic nanoseconds. */
  private long beganAt;

  private final AtomicBoolean requested = new AtomicBoolean();
  private volatile Cursor cursor;
  private boolean looking;
  private boolean again;

  /** Of the look under way: how often it read, and how many changes it found. */
  private int readCount;

  private int changedCount;

  /**
   * Everything stored by now counts as delivered: nobody is connected yet.
   *
   * @param looks handles what is found
   */
  Reconciler(StoreReads reads, LaneTasks lane, FeedEnvironment environment, Looks looks) {
    this.changes = environment.changes();
    this.reads = reads;
    this.lane = lane;
    this.faults = environment.faults();
    this.events = environment.laneEvents();
    this.nanoTime = environment.nanoTime();
    this.looks = looks;
    this.cursor = new Cursor(0, changes.end());
  }

  /**
   * How far reconciliation has come: everything stored before the mark was compared with what was
   * delivered.
   *
   * @param number grows from one to the next
   */
  record Cursor(long number, Mark mark) {

    Cursor next(Mark reached) {
      return new Cursor(number + 1, reached);
    }
  }

  /** Handles what looks find. Called in the lane. */
  interface Looks {

    /** This changed, a part of what a look finds. */
    void found(Heads heads, Fanout fanout);

    /**
     * Everything stored before the look began was handled.
     *
     * @param number of the look, as {@link #begun} counted it
     */
    void ended(long number, Fanout fanout);

    /** The store could not be read. */
    void failed();
  }

  /** Whether no look is under way. */
  boolean isIdle() {
    return !looking;
  }

  /** When the last look began: everything stored before is covered by it once it has ended. */
  long beganAt() {
    return beganAt;
  }

  /** How many looks have begun so far. */
  long begun() {
    return begun;
  }

  /** How far it has come. Any thread may ask. */
  Cursor cursor() {
    return cursor;
  }

  /** Has a look made that begins after this call. Any thread may call. */
  void request() {
    if (requested.compareAndSet(false, true)) {
      lane.soon("reconciliation", fanout -> begin());
    }
  }

  /** As {@link #request}, on the lane's thread. */
  void begin() {
    requested.set(false);
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    begun++;
    beganAt = nanoTime.getAsLong();
    readCount = 0;
    changedCount = 0;
    look(cursor.mark(), null);
    events.observe(LaneEvents::lookBegun, faults);
  }

  private void look(Mark from, @Nullable Mark end) {
    reads.ask(
        new Read<>(
            "reconciliation",
            READ_BYTES,
            () -> read(from, end),
            this::handle,
            (fault, fanout) -> {
              faults.broke("store", fault);
              looks.failed();
              finish(LaneEvents::lookFailed);
            }));
  }

  private Look read(Mark from, @Nullable Mark end) {
    Mark upTo = end == null ? changes.end() : end;
    return new Look(changes.between(from, upTo), upTo);
  }

  private record Look(Heads heads, Mark end) {}

  private void handle(Look look, Fanout fanout) {
    Mark reached = look.heads().mark();
    readCount++;
    changedCount += look.heads().changed().size() + look.heads().accessChanged().size();
    try {
      looks.found(look.heads(), fanout);
    } finally {
      looking = false; // should that break, the next look finds it again
    }
    cursor = cursor.next(reached);
    if (!reached.equals(look.end())) {
      looking = true;
      look(reached, look.end());
    } else {
      looks.ended(begun, fanout);
      finish(observer -> observer.lookEnded(readCount, changedCount));
    }
  }

  private void finish(Consumer<LaneEvents> report) {
    looking = false;
    events.observe(report, faults);
    if (again) {
      again = false;
      begin();
    }
  }

  /** The store has another epoch: everything stored before that end counts as delivered. */
  void reset(Mark end) {
    cursor = cursor.next(end);
    boolean givenUp = looking;
    looking = false;
    again = false;
    if (givenUp) {
      events.observe(LaneEvents::lookFailed, faults);
    }
  }
}
