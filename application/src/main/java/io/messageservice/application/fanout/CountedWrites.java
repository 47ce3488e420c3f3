package io.messageservice.application.fanout;

import io.messageservice.application.port.out.EventLoop.PendingWrites;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the event loops that have still to write a message. */
final class CountedWrites implements PendingWrites {

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
  CountedWrites(long receivedNanos, int loops) {
    this.receivedNanos = receivedNanos;
    this.left = new AtomicInteger(loops);
  }

  @Override
  public boolean written(long nowNanos) {
    isWritten = true;
    writtenNanos = nowNanos;
    return left.decrementAndGet() == 0;
  }

  @Override
  public boolean skipped() {
    return left.decrementAndGet() == 0 && isWritten;
  }

  @Override
  public long nanos() {
    return writtenNanos - receivedNanos;
  }
}
