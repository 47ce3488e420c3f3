package io.messageservice.adapter.redis.bridge;

import io.messageservice.application.port.out.Timer;
import io.messageservice.application.waiting.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * The one thread and the monotonic clock of some parts of the bridge, moved by the test: what they
 * do is done in turn, however slow the machine is. Any thread may {@link #execute}.
 */
final class BridgeTurns implements Executor, Timer {

  /** Parts that begin half a round after each other take turns. */
  private static final Duration HALF_A_ROUND = Duration.ofMillis(50);

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private List<Due> timers = new ArrayList<>();
  private long nanos;

  private record Due(long at, Runnable task) {}

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public void after(Duration delay, Runnable task) {
    timers.add(new Due(nanos + delay.toNanos(), task));
  }

  long nanoTime() {
    return nanos;
  }

  /**
   * Does what there is to do until the condition holds. Half a round takes some milliseconds by the
   * clock of Redis: each sign of life is another one.
   */
  void await(BooleanSupplier condition) {
    Patience.await()
        .until(
            () -> {
              pass();
              return condition.getAsBoolean();
            });
  }

  private void pass() {
    nanos += HALF_A_ROUND.toNanos();
    List<Due> before = timers;
    timers = new ArrayList<>();
    for (Due next : before) {
      if (next.at() <= nanos) {
        next.task().run();
      } else {
        timers.add(next);
      }
    }
    for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
      next.run();
    }
  }
}
