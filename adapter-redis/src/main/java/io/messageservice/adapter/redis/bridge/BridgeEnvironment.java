package io.messageservice.adapter.redis.bridge;

import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.application.port.out.Timer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Where a part of the bridge runs. Immutable.
 *
 * @param node the name of this node, unlike those of all others that ever were
 * @param thread runs one task at a time, in order; may block. Of this part alone, since it waits
 *     for Redis there
 * @param nanoTime never goes back; from any origin
 */
public record BridgeEnvironment(
    RedisConnection redis, String node, Executor thread, Timer timer, LongSupplier nanoTime) {

  /** Runs the task on the thread, not before the delay is over. */
  void after(Duration delay, Runnable task) {
    timer.after(delay, () -> thread.execute(task));
  }
}
