package io.messageservice.bootstrap;

import io.messageservice.adapter.redis.UnusableRedis;
import io.messageservice.adapter.redis.store.RedisStore;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.bootstrap.logging.RedisStoreLog;
import io.messageservice.bootstrap.start.StartProblem;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Wires the store of {@code adapter-redis}. */
final class RedisStoreModule {

  /** How many looks pass from one inspection of the server to the next: about a minute. */
  private static final int LOOKS_TO_INSPECT = 60;

  private final RedisStore store;

  /** Only the thread that looks, one at a time. */
  private int looks;

  private RedisStoreModule(RedisStore store) {
    this.store = store;
  }

  /**
   * Opens it in the Redis that nodes share anyway.
   *
   * @param retention how long changes are kept at least
   * @param onChangesMissed runs where more has changed than the store remembers: what connections
   *     of this node missed can only be delivered to those that reconnect with their positions
   * @throws StartProblem where Redis cannot be used as a store
   */
  static Store open(
      RedisModule redis, SecureRandom random, Duration retention, Runnable onChangesMissed)
      throws StartProblem {
    try {
      RedisStore store =
          RedisStore.open(
              redis.connection(),
              new RedisStore.Config(
                  redis.cluster().membership().node(), redis.clock(), System::nanoTime, retention),
              random,
              new RedisStoreLog(onChangesMissed));
      return new Store(
          List.of(store.ledger()),
          store.history(),
          store.changes(),
          store.positions(),
          store.conversationIds(),
          store::works,
          () -> true,
          Map.of(),
          new RedisStoreModule(store)::look,
          store::close);
    } catch (UnusableRedis unusable) {
      throw new StartProblem("REDIS_URL " + unusable.getMessage());
    }
  }

  private void look() {
    store.tryAgain();
    if (++looks % LOOKS_TO_INSPECT == 0) {
      inspect();
    }
  }

  /** What the server, with the settings that it has by now, would lose. */
  private void inspect() {
    try {
      store.look();
    } catch (StoreUnavailable away) {
      // the next one finds it
    }
  }
}
