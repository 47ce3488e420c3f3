package io.messageservice.adapter.redis.bus;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.adapter.redis.link.TestLink;
import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.cluster.ClusterBusContract;
import io.messageservice.application.waiting.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

@OnEachRedis
class RedisBusContractTest extends ClusterBusContract {

  private final RedisServer server;
  private final String prefix = UUID.randomUUID() + ":";
  private final List<TestLink> links = new ArrayList<>();

  RedisBusContractTest(RedisVersion version) {
    this.server = RedisServer.shared(version);
  }

  @AfterEach
  void closeAll() {
    links.forEach(TestLink::close);
  }

  @Override
  protected ClusterBus bus(String node) {
    TestLink link = new TestLink(server);
    links.add(link);
    BusConfig config = new BusConfig(prefix, node, false, Duration.ZERO, BusNode.ABSENCE);
    return new RedisBus(link.link(), config, BusEvents.NONE);
  }

  @Override
  protected void await(BooleanSupplier condition) {
    Patience.await().until(condition::getAsBoolean);
  }
}
