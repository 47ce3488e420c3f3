package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.ChangeLogContract;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.HistoryContract;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.LedgerContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

@OnEachRedis
class RedisStoreContractTest {

  private final RedisConnection connection;
  private final RedisStore store;

  RedisStoreContractTest(RedisVersion version) {
    connection = SharedRedis.connect(version);
    store = SharedRedis.open(connection, "node");
  }

  @AfterEach
  void close() {
    store.close();
    connection.close();
  }

  @Nested
  class OfLedger extends LedgerContract {

    @Override
    protected Ledger ledger() {
      return store.ledger();
    }

    @Override
    protected History history() {
      return store.history();
    }
  }

  @Nested
  class OfHistory extends HistoryContract {

    @Override
    protected Ledger ledger() {
      return store.ledger();
    }

    @Override
    protected History history() {
      return store.history();
    }
  }

  @Nested
  class OfChangeLog extends ChangeLogContract {

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
}
