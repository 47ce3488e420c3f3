package io.messageservice.adapter.redis.link;

import io.messageservice.adapter.redis.JumpingClock;
import io.messageservice.adapter.redis.RedisConfig;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisServer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A node of a test, as far as it is joined to Redis: clients, threads and time of its own. It can
 * be paused, as a long collection of garbage does, and killed. Any thread may call.
 */
public final class TestLink implements AutoCloseable {

  private final RedisConnection redis;
  private final Subscriber subscriber;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final ExecutorService mayBlock = Executors.newSingleThreadExecutor();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Link link;

  /** What a paused node will do. Guarded by itself. */
  private final Queue<Runnable> held = new ArrayDeque<>();

  /** Guarded by {@code held}. */
  private boolean paused;

  /** Joined to the server. */
  public TestLink(RedisServer server) {
    this(server.url(), server.url());
  }

  /**
   * @param url of the server, for all but hearing
   * @param hearing the same for hearing
   */
  public TestLink(String url, String hearing) {
    this(RedisConnection.open(RedisConfig.of(url)), hearing);
  }

  /** Joined to the server, whose scripts are told the time of that clock. */
  public TestLink(RedisServer server, JumpingClock clock) {
    this(clock.connect(RedisConfig.of(server.url())), server.url());
  }

  private TestLink(RedisConnection connection, String hearing) {
    redis = connection;
    subscriber =
        new Subscriber(
            () -> RedisConnection.openForSubscriptions(RedisConfig.of(hearing)), mayBlock);
    link = new Link(redis, subscriber, this::execute, this::after, System::nanoTime);
  }

  public Link link() {
    return link;
  }

  /** The node does nothing from now on. */
  public void pause() {
    synchronized (held) {
      paused = true;
    }
  }

  /** It goes on with what it was about to do. */
  public void resume() {
    synchronized (held) {
      paused = false;
      while (!held.isEmpty()) {
        hand(held.remove());
      }
    }
  }

  /** The node ends without a word. */
  @Override
  public void close() {
    timer.shutdownNow();
    thread.shutdownNow();
    mayBlock.shutdownNow();
    subscriber.close();
    redis.close();
  }

  private void after(Duration delay, Runnable task) {
    unlessEnded(
        timer,
        () -> {
          Future<?> unused = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        });
  }

  private void execute(Runnable task) {
    synchronized (held) {
      if (paused) {
        held.add(task);
      } else {
        hand(task);
      }
    }
  }

  private void hand(Runnable task) {
    unlessEnded(thread, () -> ((Executor) thread).execute(task));
  }

  /** What still runs when the node ends may ask for more: that is for nobody. */
  private static void unlessEnded(ExecutorService executor, Runnable handing) {
    try {
      handing.run();
    } catch (RejectedExecutionException ended) {
      if (!executor.isShutdown()) {
        throw ended;
      }
    }
  }
}
