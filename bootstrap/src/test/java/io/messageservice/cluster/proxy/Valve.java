package io.messageservice.cluster.proxy;

import java.io.InterruptedIOException;

/** Lets bytes pass or holds them back. Any thread may call; guarded by itself. */
final class Valve {

  private boolean shut;
  private int waiting;

  synchronized void shut() {
    shut = true;
  }

  synchronized void open() {
    shut = false;
    notifyAll();
  }

  /** How many threads it holds back. */
  synchronized int waiting() {
    return waiting;
  }

  /** Returns when it is open. */
  synchronized void await() throws InterruptedIOException {
    waiting++;
    try {
      while (shut) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    } finally {
      waiting--;
    }
  }
}
