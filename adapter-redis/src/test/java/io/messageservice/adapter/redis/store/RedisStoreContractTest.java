package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.StoreContracts;
import org.junit.jupiter.api.AfterEach;

@OnEachRedis
class RedisStoreContractTest extends StoreContracts {

  private final RedisConnection connection;
  private final RedisStore store;

  RedisStoreContractTest(RedisVersion version) {
    connection = OwnStore.connect(version);
    store = OwnStore.open(connection, "node");
  }

  @AfterEach
  void close() {
    store.close();
    connection.close();
  }

  @Override
  protected Ledger ledger() {
    return store.ledger();
  }

  @Override
  protected History history() {
    return store.history();
  }

  @Override
  protected ChangeLog changes() {
    return store.changes();
  }
}
