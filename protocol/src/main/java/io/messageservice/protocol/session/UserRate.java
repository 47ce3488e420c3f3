package io.messageservice.protocol.session;

import io.messageservice.domain.limit.Rate;
import io.messageservice.domain.user.UserId;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one user may still command on this node, over all connections. Any thread may call; taking a
 * permit is one atomic update, without a lock.
 */
final class UserRate {

  private final UserId user;

  /** When the allowance would be full again, on the caller's clock. */
  private final AtomicLong fullAtNanos;

  private final RefusalCount refusals;

  /** Changed only in {@link UserRates}, under the user's entry of its map. */
  private volatile int connections;

  /** Whether it waits to be forgotten. Only under the user's entry of the map. */
  private boolean queued;

  /** A full allowance. */
  UserRate(UserId user, long nowNanos) {
    this.user = user;
    this.fullAtNanos = new AtomicLong(nowNanos);
    this.refusals = new RefusalCount(nowNanos);
  }

  UserId user() {
    return user;
  }

  /**
   * Takes one permit.
   *
   * @param nowNanos a reading of a monotonic clock, as of {@link System#nanoTime}
   * @return whether there was one
   */
  boolean take(Rate rate, long nowNanos) {
    while (true) {
      long before = fullAtNanos.get();
      long after = rate.fullAfterOneMore(before, nowNanos);
      if (!rate.allows(after, nowNanos)) {
        return false;
      }
      if (fullAtNanos.compareAndSet(before, after)) {
        return true;
      }
    }
  }

  /** How long until there is a permit. */
  long nanosUntilPermit(Rate rate, long nowNanos) {
    return rate.nanosUntilPermit(fullAtNanos.get(), nowNanos);
  }

  /**
   * Counts a command that got no permit.
   *
   * @return whether it is to be answered; otherwise its connection is to be closed
   */
  boolean refuse(long nowNanos) {
    return refusals.add(nowNanos);
  }

  /** Whether the allowance is full and no refusal counts any more. */
  boolean isUnused(long nowNanos) {
    return fullAtNanos.get() - nowNanos <= 0 && refusals.isOver(nowNanos);
  }

  /** Whether a connection of the user uses it. */
  boolean isConnected() {
    return connections > 0;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer at a time
  void connect() {
    connections++;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer at a time
  void disconnect() {
    connections--;
  }

  /** Marks it as waiting to be forgotten; false where it does already. */
  boolean queue() {
    boolean first = !queued;
    queued = true;
    return first;
  }

  void unqueue() {
    queued = false;
  }
}
