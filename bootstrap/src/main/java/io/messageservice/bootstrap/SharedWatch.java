package io.messageservice.bootstrap;

import io.messageservice.application.port.out.StoreUnavailable;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/**
 * Looks every minute what Redis, with the settings that it has by then, would lose. The timer only
 * hands over; the look is a reader's.
 */
final class SharedWatch {

  private static final Duration EVERY = Duration.ofMinutes(1);

  private final RedisCluster shared;
  private final Threads threads;

  SharedWatch(RedisCluster shared, Threads threads) {
    this.shared = shared;
    this.threads = threads;
  }

  void begin() {
    threads.after(EVERY, this::handOver);
  }

  private void handOver() {
    try {
      threads.readers().execute(this::look);
    } catch (RejectedExecutionException full) {
      begin();
    }
  }

  private void look() {
    try {
      shared.look();
    } catch (StoreUnavailable away) {
      // the next look finds it
    } finally {
      begin();
    }
  }
}
