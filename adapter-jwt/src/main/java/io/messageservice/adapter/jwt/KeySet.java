package io.messageservice.adapter.jwt;

import io.messageservice.adapter.jwt.JwtEvents.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * The keys that an auth service publishes, as they were when last fetched. An I/O thread may call
 * {@link #ring} and {@link #begun} only, which take no lock; any other thread may call all. The
 * lock is never held for longer than it takes to read a few fields.
 *
 * <p>One fetch is in flight at a time. It begins because the keys are old, or because a token names
 * an unknown key and the {@link FetchBudget} allows it. A fetch that fails leaves the keys as they
 * are, and the next one begins {@link #PAUSE} later at the earliest.
 */
final class KeySet implements KeySource.Listener {

  /** From this age on, keys are fetched again while they are still used. */
  static final Duration REFRESH_AGE = Duration.ofMinutes(8);

  /** Older keys are fetched again before they are used: one of them may have been withdrawn. */
  static final Duration MAX_AGE = Duration.ofMinutes(10);

  /** The least time from the beginning of a fetch that failed to that of the next. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  /** The most tasks that wait for one fetch. */
  static final int MAX_WAITING = 1_024;

  private final KeySource source;
  private final LongSupplier nanoTime;
  private final JwtEvents events;
  private volatile KeyRing ring = KeyRing.EMPTY;

  /**
   * The number of the last fetch that has begun, from 1; 0 before the first. Written under this.
   */
  private volatile long begun;

  // What follows is guarded by this.

  /** What waits for the fetch in flight. */
  private List<Runnable> waiting = new ArrayList<>();

  private final FetchBudget budget;
  private boolean inFlight;

  /** Whether the last fetch that ended was in vain. */
  private boolean failed;

  /** The number of the last fetch that brought keys; 0 where none did. */
  private long answered;

  private long begunNanos;
  private long fetchedNanos;

  KeySet(KeySource source, LongSupplier nanoTime, JwtEvents events) {
    this.source = source;
    this.nanoTime = nanoTime;
    this.events = events;
    this.budget = new FetchBudget(nanoTime.getAsLong());
  }

  /** How far keys can be relied on. */
  enum Age {
    /** They are used as they are. */
    FRESH,
    /** They are used, and fetched again beside. */
    AGING,
    /** They are used only after they have been fetched again. */
    OLD
  }

  /** The keys as they are known. */
  KeyRing ring() {
    return ring;
  }

  /** Old keys go on counting where the last fetch failed: nothing better can be had. */
  synchronized Age age() {
    if (answered == 0) {
      return Age.OLD;
    }
    long age = nanoTime.getAsLong() - fetchedNanos;
    if (age >= MAX_AGE.toNanos() && !failed) {
      return Age.OLD;
    }
    return age >= REFRESH_AGE.toNanos() ? Age.AGING : Age.FRESH;
  }

  /** The number of the last fetch that has begun, for {@link #wasAnsweredSince}. */
  long begun() {
    return begun;
  }

  /**
   * Whether a later fetch has brought keys.
   *
   * @param fetch the number of a fetch, as {@link #begun} gave it
   */
  synchronized boolean wasAnsweredSince(long fetch) {
    return answered > fetch;
  }

  /** Begins to fetch the keys because of their age, unless a fetch is in flight or must wait. */
  void refreshBeside() {
    synchronized (this) {
      if (inFlight || !begin(now -> Duration.ZERO).isZero()) {
        return;
      }
    }
    source.fetch(this);
  }

  /**
   * Fetches the keys because of their age, and runs the task when the fetch has ended.
   *
   * @return empty where the task will run; otherwise how long it takes until one may ask again
   */
  Optional<Duration> refresh(Runnable task) {
    return fetch(now -> Duration.ZERO, task);
  }

  /**
   * The same, because of a token that names an unknown key.
   *
   * @param client who brought the token, whose budget is spent
   */
  Optional<Duration> lookFor(String client, Runnable task) {
    return fetch(now -> budget.spend(client, now), task);
  }

  private Optional<Duration> fetch(LongFunction<Duration> wait, Runnable task) {
    synchronized (this) {
      if (inFlight) {
        return waiting.size() < MAX_WAITING && waiting.add(task)
            ? Optional.empty()
            : Optional.of(Bench.BUSY);
      }
      Duration rest = begin(wait);
      if (!rest.isZero()) {
        return Optional.of(rest);
      }
      waiting.add(task);
    }
    source.fetch(this);
    return Optional.empty();
  }

  /**
   * Notes that a fetch begins, where none is in flight.
   *
   * @param wait how long to wait before a fetch may begin; asked only where nothing else stands
   *     against one
   * @return zero, or how long it takes until one may begin; then none does
   */
  private synchronized Duration begin(LongFunction<Duration> wait) {
    long now = nanoTime.getAsLong();
    Duration pause = pause(now);
    Duration rest = pause.isZero() ? wait.apply(now) : pause;
    if (rest.isZero()) {
      inFlight = true;
      begun++;
      begunNanos = now;
    }
    return rest;
  }

  /** What is left of the pause after a fetch that failed. */
  private Duration pause(long now) {
    long left = failed ? PAUSE.toNanos() - (now - begunNanos) : 0;
    return Duration.ofNanos(Math.max(0, left));
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
        answered = begun;
        fetchedNanos = nanoTime.getAsLong();
      }
    }
    waited.forEach(Runnable::run);
  }
}
