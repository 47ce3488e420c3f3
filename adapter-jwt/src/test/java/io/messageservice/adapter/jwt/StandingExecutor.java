package io.messageservice.adapter.jwt;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Keeps its tasks until a test wants them done, on the test's thread. */
final class StandingExecutor extends AbstractExecutorService {

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private int room = Integer.MAX_VALUE;

  void limit(int tasks) {
    room = tasks;
  }

  boolean isEmpty() {
    return tasks.isEmpty();
  }

  void work() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  @Override
  public void execute(Runnable task) {
    if (tasks.size() == room) {
      throw new RejectedExecutionException("full");
    }
    tasks.add(task);
  }

  @Override
  public void shutdown() {
    room = tasks.size();
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown();
    return List.copyOf(tasks);
  }

  @Override
  public boolean isShutdown() {
    return room < Integer.MAX_VALUE;
  }

  @Override
  public boolean isTerminated() {
    return isShutdown() && isEmpty();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return isTerminated();
  }
}
