package io.messageservice.transport;

import java.util.concurrent.RejectedExecutionException;

/** A thread that does I/O in a loop and runs tasks between. Any thread may call. */
public interface LoopThread {

  /** The number of this thread, from 0. */
  int index();

  /**
   * Runs the task on this thread, after those given before it by the same caller. Never blocks;
   * never runs the task before it returns.
   *
   * @throws RejectedExecutionException where the thread has ended
   */
  void execute(Runnable task);

  /**
   * Runs the task on this thread after the delay. Never blocks.
   *
   * @throws RejectedExecutionException where the thread has ended
   */
  void executeAfter(Runnable task, long delayNanos);

  /** Whether this is the thread of the caller. */
  boolean isCurrent();
}
