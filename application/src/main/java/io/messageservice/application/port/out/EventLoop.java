package io.messageservice.application.port.out;

/**
 * One thread that owns connections and everything that belongs to them; the transport has one per
 * I/O thread.
 */
public interface EventLoop {

  /** The number of this event loop, from 0. */
  int index();

  /**
   * Runs the task on the event loop's thread, after those given before it by the same caller. Never
   * blocks; never runs the task before it returns.
   */
  void execute(Runnable task);

  /**
   * Reports how long a message took once what was sent in this turn is written, unless other event
   * loops have to write it yet. Only this thread may call.
   */
  default void afterWrite(PendingWrites writes) {}

  /** Reports how long a message took that is written by now. Only this thread may call. */
  default void written(PendingWrites writes) {}

  /**
   * As {@link #execute(Runnable)}.
   *
   * @param weight how many things the task delivers, large ones counted as several; an event loop
   *     for which too much waits has its node take no more commands until that is done
   */
  default void execute(Runnable task, int weight) {
    execute(task);
  }

  /** A message that event loops have still to write. Any thread may call; nothing is waited for. */
  interface PendingWrites {

    /**
     * One of the event loops has written it.
     *
     * @param nowNanos by the clock of the event loops
     * @return whether it is the last one: it reports the time
     */
    boolean written(long nowNanos);

    /**
     * One of the event loops has nobody to write it to.
     *
     * @return whether it is the last one, and others wrote it: it reports the time
     */
    boolean skipped();

    /** How long it took until it was written, in nanoseconds; for the one that reports it. */
    long nanos();
  }
}
