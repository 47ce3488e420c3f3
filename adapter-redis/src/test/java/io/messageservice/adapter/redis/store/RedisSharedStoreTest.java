package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.SharedStoreContract;
import org.junit.jupiter.api.AfterEach;

@OnEachRedis
class RedisSharedStoreTest extends SharedStoreContract {

  private final RedisConnection connection;
  private final RedisStore reader;

  RedisSharedStoreTest(RedisVersion version) {
    connection = SharedRedis.connect(version);
    reader = SharedRedis.open(connection, "reader", living::contains);
  }

  @AfterEach
  void close() {
    connection.close();
  }

  @Override
  protected Ledger ledgerOf(String node) {
    return SharedRedis.open(connection, node, living::contains).ledger();
  }

  @Override
  protected History history() {
    return reader.history();
  }
}
