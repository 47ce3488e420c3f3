package io.messageservice.adapter.jwt;

import io.messageservice.adapter.jwt.JwtEvents.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The keys that an auth service publishes, as they were when last fetched. Any thread but an I/O
 * thread may call; nothing here blocks for longer than it takes to read a field.
 *
 * <p>A fetch begins when somebody asks for one, at most one in {@link #INTERVAL}, whatever came of
 * the last. One that fails leaves the keys as they are.
 */
final class KeySet implements KeySource.Listener {

  /** The least time from the beginning of one fetch to that of the next. */
  static final Duration INTERVAL = Duration.ofMinutes(1);

  /** Older keys are fetched anew before they are used: one of them may have been withdrawn. */
  static final Duration MAX_AGE = Duration.ofMinutes(10);

  /** The most who wait for one fetch; whoever comes then is not waited for. */
  static final int MAX_WAITING = 1_024;

  private final KeySource source;
  private final LongSupplier nanoTime;
  private final JwtEvents events;
  private volatile KeyRing ring = KeyRing.EMPTY;

  // What follows is guarded by this.

  /** Who waits for the fetch in flight. */
  private List<Runnable> waiting = new ArrayList<>();

  private boolean inFlight;
  private boolean everBegun;
  private boolean everFetched;
  private boolean failed;
  private long begunNanos;
  private long fetchedNanos;

  KeySet(KeySource source, LongSupplier nanoTime, JwtEvents events) {
    this.source = source;
    this.nanoTime = nanoTime;
    this.events = events;
  }

  /** The keys as they are known. */
  KeyRing ring() {
    return ring;
  }

  /** Whether the keys should be fetched before they are used. */
  synchronized boolean isOld() {
    return !everFetched || nanoTime.getAsLong() - fetchedNanos >= MAX_AGE.toNanos();
  }

  /** Whether the last fetch failed, so that a key not known here may be a good one. */
  synchronized boolean isDoubtful() {
    return failed || !everFetched;
  }

  /**
   * Runs the task when the fetch in flight has ended, one that begins now, or at once where none
   * may begin yet.
   *
   * @return false where too many wait already; the task is forgotten then
   */
  boolean renew(Runnable task) {
    switch (enlist(task)) {
      case FIRST -> source.fetch(this);
      case NOT_NOW -> task.run();
      case WAITS -> {}
      case TOO_MANY -> {
        return false;
      }
    }
    return true;
  }

  private enum Place {
    FIRST,
    WAITS,
    NOT_NOW,
    TOO_MANY
  }

  private synchronized Place enlist(Runnable task) {
    if (inFlight) {
      return waiting.size() < MAX_WAITING && waiting.add(task) ? Place.WAITS : Place.TOO_MANY;
    }
    if (!mayBegin()) {
      return Place.NOT_NOW;
    }
    inFlight = true;
    everBegun = true;
    begunNanos = nanoTime.getAsLong();
    waiting.add(task);
    return Place.FIRST;
  }

  private boolean mayBegin() {
    return !everBegun || nanoTime.getAsLong() - begunNanos >= INTERVAL.toNanos();
  }

  @Override
  public void fetched(KeyRing fetched) {
    ring = fetched;
    events.keysFetched(fetched.keys().size());
    ended(false);
  }

  @Override
  public void failed(Failure cause) {
    events.fetchFailed(cause);
    ended(true);
  }

  private void ended(boolean inVain) {
    List<Runnable> waited;
    synchronized (this) {
      waited = waiting;
      waiting = new ArrayList<>();
      inFlight = false;
      failed = inVain;
      if (!inVain) {
        everFetched = true;
        fetchedNanos = nanoTime.getAsLong();
      }
    }
    waited.forEach(Runnable::run);
  }
}
