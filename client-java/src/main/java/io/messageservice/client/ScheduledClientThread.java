package io.messageservice.client;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;

/** A daemon thread. What is given to it after it was closed is dropped. Any thread may call. */
public final class ScheduledClientThread implements ClientThread, AutoCloseable {

  private final ScheduledThreadPoolExecutor thread;

  public ScheduledClientThread(String name) {
    thread = new ScheduledThreadPoolExecutor(1, task -> daemon(task, name), new DiscardPolicy());
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void execute(Runnable task) {
    thread.execute(task);
  }

  @Override
  public void after(Duration delay, Runnable task) {
    var unused = thread.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Runs what was given without a delay, and nothing more. */
  @Override
  public void close() {
    thread.shutdown();
  }
}
