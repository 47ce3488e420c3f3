package io.messageservice.application.memory.cluster;

import io.messageservice.application.port.out.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Time that passes when somebody waits, and the one thread of a test. */
final class VirtualTime implements Timer, Executor, InstantSource {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::number));
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long number;

  private record Due(Instant at, long number, Runnable task) {}

  @Override
  public void after(Duration delay, Runnable task) {
    due.add(new Due(now.plus(delay), number++, task));
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** The same time as a monotonic clock tells it. */
  LongSupplier nanoTime() {
    return () -> Duration.between(Instant.EPOCH, now).toNanos();
  }

  /** Does what there is to do until the condition holds. */
  void await(BooleanSupplier condition) {
    Instant end = now.plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      if (!tasks.isEmpty()) {
        tasks.remove().run();
      } else {
        passToNext(end);
      }
    }
  }

  private void passToNext(Instant end) {
    Due next = due.poll();
    if (next == null || next.at().isAfter(end)) {
      throw new AssertionError("never");
    }
    now = next.at();
    next.task().run();
  }

  /** Does all that is due by then. */
  void pass(Duration time) {
    Instant end = now.plus(time);
    await(() -> tasks.isEmpty() && (due.isEmpty() || due.peek().at().isAfter(end)));
    now = end;
  }
}
