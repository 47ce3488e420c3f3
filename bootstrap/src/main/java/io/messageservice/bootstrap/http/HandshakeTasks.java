package io.messageservice.bootstrap.http;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Computes TLS handshakes on the task threads of the worker, so that an I/O thread never does. So
 * many may wait; the connection of one more ends. Any thread may call.
 */
final class HandshakeTasks implements Executor {

  /** About a second of work. */
  static final int MAX_WAITING = 1_024;

  private final Executor threads;
  private final AtomicInteger waiting = new AtomicInteger();

  HandshakeTasks(Executor threads) {
    this.threads = threads;
  }

  /**
   * @throws RejectedExecutionException where too many wait
   */
  @Override
  public void execute(Runnable task) {
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      throw new RejectedExecutionException("too many handshakes");
    }
    threads.execute(
        () -> {
          waiting.decrementAndGet();
          task.run();
        });
  }
}
