package io.messageservice.adapter.redis.link;

import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.application.port.out.Timer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.redisson.api.RedissonClient;

/**
 * What an adapter is joined to Redis by. Immutable.
 *
 * @param connection for all but subscriptions
 * @param subscriber subscribes to channels
 * @param thread runs tasks one at a time, in order; they do not block
 * @param timer hands over to the thread later
 * @param nanoTime never goes back; from any origin
 */
public record Link(
    RedisConnection connection,
    Subscriber subscriber,
    Executor thread,
    Timer timer,
    LongSupplier nanoTime) {

  /** For all but subscriptions. */
  public RedissonClient redis() {
    return connection.client();
  }

  /** Runs the task on the thread, not before the delay is over. */
  public void after(Duration delay, Runnable task) {
    timer.after(delay, () -> thread.execute(task));
  }
}
