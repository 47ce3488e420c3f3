package io.messageservice.application.usecase;

import io.messageservice.application.port.out.Shard;
import io.messageservice.application.port.out.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Has look-ups for the connections of one shard made on a reader's thread, all that wait as one
 * task: after a restart everyone comes back at once. Only the shard's thread may call.
 */
final class Reception {
  private static final int MAX_AT_ONCE = 128;
  private static final Duration RETRY = Duration.ofMillis(20);

  private final Shard shard;
  private final Executor readers;
  private final Timer timer;

  /** Each look-up gives what is to be done with its outcome on the shard's thread. */
  private final Deque<Supplier<Runnable>> waiting = new ArrayDeque<>();

  private boolean reading;

  Reception(Shard shard, Surroundings around) {
    this.shard = shard;
    this.readers = around.readers();
    this.timer = around.timer();
  }

  /**
   * Has it looked up, after what was asked for before.
   *
   * @param lookUp runs on a reader's thread, may block and must not fail; what it gives runs on the
   *     shard's thread
   */
  void ask(Supplier<Runnable> lookUp) {
    waiting.add(lookUp);
    if (!reading) {
      reading = true;
      read();
    }
  }

  private void read() {
    List<Supplier<Runnable>> batch = new ArrayList<>();
    while (batch.size() < MAX_AT_ONCE && !waiting.isEmpty()) {
      batch.add(waiting.remove());
    }
    hand(batch);
  }

  private void hand(List<Supplier<Runnable>> batch) {
    try {
      readers.execute(
          () -> {
            List<Runnable> outcomes = batch.stream().map(Supplier::get).toList();
            outcomes.forEach(shard::execute);
            shard.execute(this::readOn);
          });
    } catch (RejectedExecutionException full) {
      timer.after(RETRY, () -> hand(batch));
    }
  }

  private void readOn() {
    reading = !waiting.isEmpty();
    if (reading) {
      read();
    }
  }
}
