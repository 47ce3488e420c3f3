package io.messageservice.adapter.redis.link;

import io.messageservice.adapter.redis.RedisServer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/**
 * A node of a test, as far as it is joined to Redis: clients, threads and time of its own. It can be
 * paused, as a long collection of garbage does, and killed. Any thread may call.
 */
public final class TestLink implements AutoCloseable {

  private final RedissonClient redis;
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
    redis = client(server);
    subscriber = new Subscriber(() -> client(server), mayBlock);
    link =
        new Link(
            redis,
            subscriber,
            this::execute,
            (delay, task) -> {
              Future<?> unused =
                  timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            },
            System::nanoTime);
  }

  private static RedissonClient client(RedisServer server) {
    Config config = new Config().setThreads(2).setNettyThreads(2);
    config
        .useSingleServer()
        .setAddress(server.url())
        .setConnectionPoolSize(4)
        .setConnectionMinimumIdleSize(1)
        .setSubscriptionConnectionPoolSize(1)
        .setSubscriptionConnectionMinimumIdleSize(1)
        .setSubscriptionsPerConnection(10)
        .setConnectTimeout(1_000)
        .setTimeout(1_000)
        .setRetryAttempts(1);
    return Redisson.create(config);
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
    redis.shutdown();
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
    if (!thread.isShutdown()) {
      ((Executor) thread).execute(task);
    }
  }
}
