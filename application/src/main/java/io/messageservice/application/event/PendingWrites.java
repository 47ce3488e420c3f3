package io.messageservice.application.event;

import java.util.concurrent.atomic.AtomicInteger;

/** A message that event loops have still to write. Any thread may call; nothing is waited for. */
public final class PendingWrites {

  private final long receivedNanos;

  /** How many event loops are not done with it; what they wrote before is seen behind it. */
  private final AtomicInteger left;

  /** Whether an event loop has written it. */
  private boolean isWritten;

  /** When one of the last of those wrote it that did. */
  private long writtenNanos;

  /**
   * Written by nobody.
   *
   * @param receivedNanos when its command was received, by the clock of the event loops
   * @param loops how many of them are given it
   */
  public PendingWrites(long receivedNanos, int loops) {
    this.receivedNanos = receivedNanos;
    this.left = new AtomicInteger(loops);
  }

  /**
   * One of the event loops has written it.
   *
   * @return whether it is the last one: it reports the time
   */
  public boolean written(long nowNanos) {
    isWritten = true;
    writtenNanos = nowNanos;
    return left.decrementAndGet() == 0;
  }

  /**
   * One of the event loops has nobody to write it to.
   *
   * @return whether it is the last one, and others wrote it: it reports the time
   */
  public boolean skipped() {
    return left.decrementAndGet() == 0 && isWritten;
  }

  /** How long it took until it was written, in nanoseconds; for the one that reports it. */
  public long nanos() {
    return writtenNanos - receivedNanos;
  }
}
