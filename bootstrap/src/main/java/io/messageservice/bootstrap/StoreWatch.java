package io.messageservice.bootstrap;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has the store looked at every second, so that one that failed recovers without waiting for a
 * client, and one whose files are gone is known to be without one. The timer only hands over; the
 * look is a reader's, which may block. One runs at a time.
 */
final class StoreWatch {

  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Store store;
  private final Threads threads;
  private final AtomicBoolean looking = new AtomicBoolean();

  StoreWatch(Store store, Threads threads) {
    this.store = store;
    this.threads = threads;
  }

  void begin() {
    threads.after(EVERY, this::onTime);
  }

  private void onTime() {
    if (looking.compareAndSet(false, true)) {
      handOver();
    }
    begin();
  }

  private void handOver() {
    try {
      threads.readers().execute(this::look);
    } catch (RejectedExecutionException full) {
      looking.set(false);
    }
  }

  private void look() {
    try {
      store.look().run();
    } finally {
      looking.set(false);
    }
  }
}
