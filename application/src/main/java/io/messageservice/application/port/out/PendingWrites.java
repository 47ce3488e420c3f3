package io.messageservice.application.port.out;

/** A message that event loops have still to write. Any thread may call; nothing is waited for. */
public final class PendingWrites {

  private final long receivedNanos;

  /** How many event loops are not done with it. Guarded by this. */
  private int left;

  /** Whether an event loop has written it. Guarded by this. */
  private boolean isWritten;

  /** When the last of those wrote it that did. Guarded by this. */
  private long writtenNanos;

  /**
   * Written by nobody.
   *
   * @param receivedNanos when its command was received, by the clock of the event loops
   * @param loops how many of them are given it
   */
  public PendingWrites(long receivedNanos, int loops) {
    this.receivedNanos = receivedNanos;
    this.left = loops;
  }

  /**
   * One of the event loops has written it.
   *
   * @return whether it is the last one: it reports the time
   */
  public synchronized boolean written(long nowNanos) {
    isWritten = true;
    writtenNanos = nowNanos;
    return skipped();
  }

  /**
   * One of the event loops has nobody to write it to.
   *
   * @return whether it is the last one, and others wrote it: it reports the time
   */
  public synchronized boolean skipped() {
    left--;
    return left == 0 && isWritten;
  }

  /** How long it took until it was written, in nanoseconds. */
  public synchronized long nanos() {
    return writtenNanos - receivedNanos;
  }
}
