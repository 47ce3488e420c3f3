package io.messageservice.bootstrap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
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

  /** From this release on a virtual thread that holds a monitor waits like any other (JEP 491). */
  private static final int UNPINNED = 24;

  /** What the threads are given, together, to do what waits. */
  private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** The most reads that wait; more are answered with {@code overloaded}. */
  private static final int MAX_WAITING_READS = 4_096;

  private static final int VERIFIERS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  /** The most tokens that wait to be verified; the client of one more gets a time to come back. */
  private static final int MAX_WAITING_TOKENS = 4_096;

  private final List<ExecutorService> lanes = new CopyOnWriteArrayList<>();

  /** Presence. At most two tasks wait for each connection. */
  final ExecutorService presence = singleUntilClosed("presence");

  /** Threads that may block on reads. */
  final ExecutorService readers = several(blocking("reader"), READERS, MAX_WAITING_READS);

  /**
   * Makes the page of metrics and the figures of the console, one at a time; a request that finds
   * two waiting is refused.
   */
  final ExecutorService scraper = several(named("scraper"), 1, 2);

  /** Threads that verify signatures by public keys, which takes too long for an I/O thread. */
  final ExecutorService verifiers = several(named("verifier"), VERIFIERS, MAX_WAITING_TOKENS);

  /**
   * Waits for fetches of keys. Its queue holds one refresh, and the tokens of unknown keys, whose
   * number is bounded by their sender.
   */
  final ExecutorService keyLookups = endingWhileIdle(single("key-lookup"));

  /** Fetches keys. Its queue holds the few tasks of one fetch. */
  final ExecutorService keyFetcher = endingWhileIdle(single("key-fetcher"));

  /**
   * Here the HTTP client of the JDK asks hooks; only its selector is a thread of its own. The queue
   * holds a few tasks for each call under way, whose number is bounded.
   */
  final ExecutorService hooks = endingWhileIdle(untilClosed(several(named("hook"), 2)));

  /** Reads events for the webhook, and decides which is sent when. Its queue holds a few tasks. */
  final ExecutorService webhooks = singleUntilClosed("webhook-sender");

  /** Here the HTTP client of the JDK calls the webhook; as {@link #hooks}. */
  final ExecutorService webhookCalls = endingWhileIdle(untilClosed(several(named("webhook"), 2)));

  /**
   * Sends to other nodes and receives from them. What waits are a task for each batch of a lane,
   * each received frame and each answer of Redis.
   */
  final ExecutorService cluster = singleUntilClosed("cluster");

  /** Connects to Redis again, which takes seconds. */
  final ExecutorService connecting = single("redis-connector");

  /** Writes events for other services. Its queue holds one task, or two. */
  final ExecutorService events = singleUntilClosed("events");

  /** Decides what is noted of users for the back end. Its queue holds a few tasks. */
  final ExecutorService userNotes = endingWhileIdle(untilClosed(single("user-notes")));

  /**
   * Carries out the commands of other services. Its queue holds a task for each answer to a command
   * under way.
   */
  final ExecutorService commands = singleUntilClosed("commands");

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, named("timer"));

  Threads() {
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * A thread for each write lane; called once. The queue of each holds at most one task: the lane
   * itself is bounded.
   */
  List<Executor> lanes(int count) {
    ThreadFactory factory = named("lane");
    for (int lane = 0; lane < count; lane++) {
      lanes.add(untilClosed(single(factory)));
    }
    return List.copyOf(lanes);
  }

  /** Runs a short task once, later; forgotten where the service has stopped by then. */
  void after(Duration delay, Runnable task) {
    if (!timer.isShutdown()) {
      Future<?> unused = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Runs a task that may block on a reader, as {@link #repeat(Duration, Executor, Runnable)}. */
  void repeat(Duration pause, Runnable task) {
    repeat(pause, readers, task);
  }

  /**
   * Runs a task again and again, each time so long after its end. The timer only hands over.
   *
   * @param thread where it runs
   */
  void repeat(Duration pause, Executor thread, Runnable task) {
    after(
        pause,
        () -> {
          try {
            thread.execute(() -> runAndRepeat(pause, thread, task));
          } catch (RejectedExecutionException full) {
            repeat(pause, thread, task);
          }
        });
  }

  private void runAndRepeat(Duration pause, Executor thread, Runnable task) {
    try {
      task.run();
    } finally {
      repeat(pause, thread, task);
    }
  }

  /** Lets what waits be done, up to a bound, and ends all threads. */
  @Override
  public void close() {
    timer.shutdownNow();
    keyLookups.shutdownNow();
    keyFetcher.shutdownNow();
    connecting.shutdownNow();
    hooks.shutdownNow();
    webhookCalls.shutdownNow();
    scraper.shutdownNow();
    long end = System.nanoTime() + CLOSE_NANOS;
    List<ExecutorService> all =
        new ArrayList<>(
            List.of(commands, events, userNotes, webhooks, verifiers, presence, readers));
    all.addAll(lanes);
    all.add(cluster);
    for (ExecutorService service : all) {
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

  private static ThreadPoolExecutor several(ThreadFactory factory, int threads, int maxWaiting) {
    return endingWhileIdle(
        new ThreadPoolExecutor(
            threads, threads, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(maxWaiting), factory));
  }

  private static ThreadPoolExecutor single(String name) {
    return single(named(name));
  }

  private static ThreadPoolExecutor single(ThreadFactory factory) {
    return several(factory, 1);
  }

  private static ThreadPoolExecutor several(ThreadFactory factory, int threads) {
    return new ThreadPoolExecutor(
        threads, threads, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), factory);
  }

  private static ThreadPoolExecutor endingWhileIdle(ThreadPoolExecutor threads) {
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  private static ThreadPoolExecutor singleUntilClosed(String name) {
    return untilClosed(single(name));
  }

  /** What comes after they were closed is dropped: other nodes and hooks are still at work. */
  private static ThreadPoolExecutor untilClosed(ThreadPoolExecutor threads) {
    threads.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    return threads;
  }

  /** Threads that wait most of the time: virtual ones where the JDK has them. */
  static ThreadFactory blocking(String name) {
    return Runtime.version().feature() < UNPINNED ? named(name) : virtual(name);
  }

  /** By reflection, since the service is compiled for older releases, too. */
  private static ThreadFactory virtual(String name) {
    try {
      Class<?> builder = Class.forName("java.lang.Thread$Builder");
      Object unnamed = Thread.class.getMethod("ofVirtual").invoke(null);
      Object named =
          builder.getMethod("name", String.class, long.class).invoke(unnamed, name + "-", 0L);
      return (ThreadFactory) builder.getMethod("factory").invoke(named);
    } catch (ReflectiveOperationException missing) {
      throw new IllegalStateException("the JDK has virtual threads since 21", missing);
    }
  }

  private static ThreadFactory named(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> new Thread(task, name + "-" + number.getAndIncrement());
  }
}
