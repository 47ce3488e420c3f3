package io.messageservice.adapter.redis.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisConfig;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisSentinel;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.waiting.Patience;
import java.util.List;
import org.junit.jupiter.api.Test;

@OnEachRedis
class RedisSentinelTest {

  private final RedisVersion version;

  RedisSentinelTest(RedisVersion version) {
    this.version = version;
  }

  @Test
  void storeGoesOnAtTheReplicaInANewEpoch() {
    try (RedisSentinel servers = RedisSentinel.start(version);
        RedisConnection connection = RedisConnection.open(RedisConfig.of(servers.url()))) {
      RedisStore store = OwnStore.open(connection, "node");
      String epoch = store.history().epoch();
      store.ledger().commit(List.of(OwnStore.saying(OwnStore.ROOM, "one")));
      Patience.await().until(() -> servers.replica().ask("KEYS", "*m:room").endsWith("m:room"));

      servers.master().kill();
      Patience.await()
          .ignoreExceptionsMatching(e -> e instanceof StoreUnavailable)
          .until(() -> isWritten(store));

      assertThat(store.history().epoch()).isNotEqualTo(epoch);
      assertThat(store.history().conversation(OwnStore.ROOM).orElseThrow().head()).isEqualTo(2);
    }
  }

  private static boolean isWritten(RedisStore store) {
    store.tryAgain();
    return store.ledger().commit(List.of(OwnStore.once("two"))).get(0) instanceof Outcome.Done;
  }
}
