package io.messageservice.architecture.inmemory;

import io.messageservice.transport.LoopThread;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.LongSupplier;

/** An event loop's thread, played by the thread of the test. */
final class InMemoryThread implements LoopThread {

  private final int index;
  private final LongSupplier nanos;
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<Delayed> delayed = new ArrayList<>();
  private boolean running;

  private record Delayed(long dueNanos, Runnable task) {}

  InMemoryThread(int index, LongSupplier nanos) {
    this.index = index;
    this.nanos = nanos;
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public void executeAfter(Runnable task, long delayNanos) {
    delayed.add(new Delayed(nanos.getAsLong() + delayNanos, task));
  }

  @Override
  public boolean isCurrent() {
    return running;
  }

  /** Runs the tasks that are due; whether there was one. */
  boolean run() {
    List<Delayed> due =
        delayed.stream().filter(later -> later.dueNanos() <= nanos.getAsLong()).toList();
    delayed.removeAll(due);
    due.forEach(later -> tasks.add(later.task()));
    boolean any = !tasks.isEmpty();
    running = true;
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
    running = false;
    return any;
  }
}
