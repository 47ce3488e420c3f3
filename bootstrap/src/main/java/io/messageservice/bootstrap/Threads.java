package io.messageservice.bootstrap;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Every thread of the service that is not an I/O thread. Any thread may call. */
final class Threads implements AutoCloseable {

  private static final int READERS = 4;

  /** What the threads are given, together, to do what waits. */
  private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** The most reads that wait; more are answered with {@code overloaded}. */
  private static final int MAX_WAITING_READS = 4_096;

  private static final int VERIFIERS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  /** The most tokens that wait to be verified; who brings one more is told to come back later. */
  private static final int MAX_WAITING_TOKENS = 4_096;

  private final ThreadPoolExecutor lane = singleUntilClosed("lane");
  private final ThreadPoolExecutor presence = singleUntilClosed("presence");
  private final ThreadPoolExecutor readers =
      new ThreadPoolExecutor(
          READERS,
          READERS,
          1,
          TimeUnit.MINUTES,
          new ArrayBlockingQueue<>(MAX_WAITING_READS),
          named("reader"));
  private final ThreadPoolExecutor verifiers =
      new ThreadPoolExecutor(
          VERIFIERS,
          VERIFIERS,
          1,
          TimeUnit.MINUTES,
          new ArrayBlockingQueue<>(MAX_WAITING_TOKENS),
          named("verifier"));
  private final ThreadPoolExecutor keyLookups = single("key-lookup");
  private final ThreadPoolExecutor keyFetcher = single("key-fetcher");
  private final ThreadPoolExecutor cluster = singleUntilClosed("cluster");
  private final ThreadPoolExecutor connecting = single("redis-connector");
  private final ThreadPoolExecutor events = singleUntilClosed("events");
  private final ThreadPoolExecutor commands = singleUntilClosed("commands");
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, named("timer"));

  Threads() {
    readers.allowCoreThreadTimeOut(true);
    verifiers.allowCoreThreadTimeOut(true);
    for (ThreadPoolExecutor idle : List.of(keyLookups, keyFetcher)) {
      idle.setKeepAliveTime(1, TimeUnit.MINUTES);
      idle.allowCoreThreadTimeOut(true);
    }
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * One thread for the write lane. Its queue holds at most one task: the lane itself is bounded.
   */
  Executor lane() {
    return lane;
  }

  /** One thread for presence. At most two tasks wait for each connection. */
  Executor presence() {
    return presence;
  }

  /** Threads that may block on reads. */
  Executor readers() {
    return readers;
  }

  /** Threads that verify signatures by public keys, which takes too long for an I/O thread. */
  Executor verifiers() {
    return verifiers;
  }

  /**
   * One thread that waits for fetches of keys. Its queue holds one refresh, and the tokens of
   * unknown keys, whose number is bounded by who hands them over.
   */
  ExecutorService keyLookups() {
    return keyLookups;
  }

  /**
   * One thread that the HTTP client of the JDK fetches keys on; only its selector is a thread of
   * its own. Its queue holds the few tasks of one fetch.
   */
  Executor keyFetcher() {
    return keyFetcher;
  }

  /**
   * One thread for what is said to other nodes and heard from them. What waits are a task for each
   * batch of a lane, each frame that came and each answer of Redis.
   */
  Executor cluster() {
    return cluster;
  }

  /** One thread on which connections to Redis are made anew, which takes seconds. */
  Executor connecting() {
    return connecting;
  }

  /** One thread that tells other services what happens. Its queue holds one task, or two. */
  Executor events() {
    return events;
  }

  /**
   * One thread that carries out what other services ask. Its queue holds a task for each answer to
   * a command under way.
   */
  Executor commands() {
    return commands;
  }

  /** Runs a short task once, later; forgotten where the service has stopped by then. */
  void after(Duration delay, Runnable task) {
    if (!timer.isShutdown()) {
      Future<?> unused = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /**
   * Runs a task that may block on a reader, again and again, each time so long after its end. The
   * timer only hands over.
   */
  void repeat(Duration pause, Runnable task) {
    after(
        pause,
        () -> {
          try {
            readers.execute(() -> runAndRepeat(pause, task));
          } catch (RejectedExecutionException full) {
            repeat(pause, task);
          }
        });
  }

  private void runAndRepeat(Duration pause, Runnable task) {
    try {
      task.run();
    } finally {
      repeat(pause, task);
    }
  }

  /** Lets what waits be done, up to a bound, and ends all threads. */
  @Override
  public void close() {
    timer.shutdownNow();
    keyLookups.shutdownNow();
    keyFetcher.shutdownNow();
    connecting.shutdownNow();
    long end = System.nanoTime() + CLOSE_NANOS;
    for (ExecutorService service :
        List.of(commands, events, verifiers, presence, readers, lane, cluster)) {
      service.shutdown();
      try {
        if (!service.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          service.shutdownNow();
        }
      } catch (InterruptedException interrupted) {
        service.shutdownNow();
        Thread.currentThread().interrupt();
      }
    }
  }

  private static ThreadPoolExecutor single(String name) {
    return new ThreadPoolExecutor(
        1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name));
  }

  /** What comes after it was closed is dropped: other nodes speak on while this one ends. */
  private static ThreadPoolExecutor singleUntilClosed(String name) {
    ThreadPoolExecutor thread = single(name);
    thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    return thread;
  }

  private static ThreadFactory named(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> new Thread(task, name + "-" + number.getAndIncrement());
  }
}
