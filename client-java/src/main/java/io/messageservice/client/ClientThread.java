package io.messageservice.client;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The one thread that a client's state belongs to and that calls its listeners. It runs one task at
 * a time, in the order in which they were given. Several clients may share one. Any thread may
 * call.
 */
public interface ClientThread extends Executor {

  /** Runs the task once the time has passed. */
  void after(Duration delay, Runnable task);
}
