package io.messageservice.bootstrap;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has a store that failed tried again every second, so that it recovers without waiting for a
 * client. The timer only looks; the trial runs on a reader's thread, which may block.
 */
final class StoreWatch {

  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Store store;
  private final Threads threads;
  private final AtomicBoolean trying = new AtomicBoolean();

  StoreWatch(Store store, Threads threads) {
    this.store = store;
    this.threads = threads;
  }

  void begin() {
    threads.after(EVERY, this::look);
  }

  private void look() {
    if (!store.works().getAsBoolean() && trying.compareAndSet(false, true)) {
      handOver();
    }
    begin();
  }

  private void handOver() {
    try {
      threads.readers().execute(this::tryAgain);
    } catch (RejectedExecutionException full) {
      trying.set(false);
    }
  }

  private void tryAgain() {
    try {
      store.tryAgain().run();
    } finally {
      trying.set(false);
    }
  }
}
