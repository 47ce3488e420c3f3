package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.application.port.out.StoreUnavailable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for answers, for a few seconds at most. */
final class RedisFutures {

  private RedisFutures() {}

  /**
   * The answer.
   *
   * @throws StoreUnavailable where none comes, or an error
   */
  static <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.get(RedisConnection.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new StoreUnavailable("Redis answered with an error", cause(e));
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new StoreUnavailable("Redis did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("nobody waits for Redis any more", e);
    }
  }

  private static Throwable cause(ExecutionException e) {
    return e.getCause() == null ? e : e.getCause();
  }
}
