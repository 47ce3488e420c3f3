package io.messageservice.application.port.out;

import java.time.Duration;

/** Runs things later. */
public interface Timer {

  /**
   * Runs the task once, not before the delay is over. The task must hand its work over at once and
   * not do it: one thread serves all.
   */
  void after(Duration delay, Runnable task);
}
