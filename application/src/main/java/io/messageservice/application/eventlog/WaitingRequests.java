package io.messageservice.application.eventlog;

import io.messageservice.application.port.in.event.EventId;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.reader.ReaderEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Requests that wait for the next event. While there are some, one look in {@link #PAUSE} finds out
 * for all of them whether anything was stored; where nobody waits nothing runs. Any thread may
 * call.
 */
final class WaitingRequests {

  /** The most that wait on a node; one more is refused. */
  static final int MAX_WAITING = 100;

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Supplier<EventId> newest;
  private final ReaderEnvironment around;
  private final LongSupplier nanoTime;

  /** Guarded by this. */
  private final List<Waiting> all = new ArrayList<>();

  /** Whether the next look is due. Guarded by this. */
  private boolean looking;

  private volatile boolean ended;

  WaitingRequests(Supplier<EventId> newest, ReaderEnvironment around, LongSupplier nanoTime) {
    this.newest = newest;
    this.around = around;
    this.nanoTime = nanoTime;
  }

  /** One of them. */
  private record Waiting(EventId seen, long deadline, Runnable goOn) {}

  /** Whether it can be waited until then. */
  boolean isBefore(long deadline) {
    return !ended && nanoTime.getAsLong() < deadline;
  }

  /**
   * Calls once when something was stored after what was seen, or when the time is over.
   *
   * @return false where too many wait
   */
  synchronized boolean add(EventId seen, long deadline, Runnable goOn) {
    if (all.size() == MAX_WAITING) {
      return false;
    }
    all.add(new Waiting(seen, deadline, goOn));
    if (!looking) {
      looking = true;
      later();
    }
    return true;
  }

  /** All go on at once, and nobody waits from now on. */
  void end() {
    ended = true;
    wake(one -> true);
  }

  private void later() {
    around.timer().after(PAUSE, this::begin);
  }

  private void begin() {
    try {
      around.readers().execute(this::lookAndGoOn);
    } catch (RejectedExecutionException full) {
      later();
    }
  }

  private void lookAndGoOn() {
    try {
      look();
    } finally {
      goOn();
    }
  }

  private void look() {
    try {
      EventId now = newest.get();
      wake(one -> !one.seen.equals(now));
    } catch (StoreUnavailable e) {
      // requests that still wait then are answered when their time is over
    } catch (RuntimeException fault) {
      around.faults().broke("event log", fault);
    }
    wake(one -> !isBefore(one.deadline));
  }

  private synchronized void goOn() {
    looking = !all.isEmpty();
    if (looking) {
      later();
    }
  }

  private void wake(Predicate<Waiting> which) {
    List<Waiting> woken = new ArrayList<>();
    synchronized (this) {
      for (Waiting one : List.copyOf(all)) {
        if (which.test(one)) {
          all.remove(one);
          woken.add(one);
        }
      }
    }
    woken.forEach(one -> one.goOn.run());
  }
}
