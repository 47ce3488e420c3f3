package io.messageservice.adapter.redis.presence;

import io.messageservice.adapter.redis.JumpingClock;
import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.adapter.redis.link.TestLink;
import io.messageservice.application.port.out.PresenceBoard;
import io.messageservice.application.port.out.cluster.PresenceBoardContract;
import io.messageservice.application.waiting.Patience;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

@OnEachRedis
class RedisPresenceBoardContractTest extends PresenceBoardContract {

  private final RedisServer server;
  private final String prefix = UUID.randomUUID() + ":";
  private final JumpingClock clock = new JumpingClock(prefix);
  private final Map<String, TestLink> links = new HashMap<>();

  RedisPresenceBoardContractTest(RedisVersion version) {
    this.server = RedisServer.shared(version);
  }

  @AfterEach
  void closeAll() {
    links.values().forEach(TestLink::close);
  }

  @Override
  protected PresenceBoard board(String node) {
    TestLink link = new TestLink(server, clock);
    links.put(node, link);
    return new RedisPresenceBoard(
        link.link(), new PresenceConfig(prefix, node, PresenceNode.LEASE), PresenceEvents.NONE);
  }

  @Override
  protected void pause(String node) {
    linkOf(node).pause();
  }

  @Override
  protected void goOn(String node) {
    linkOf(node).resume();
  }

  @Override
  protected void wallClockJumps(Duration ahead) {
    clock.jump(links.values().iterator().next().link().connection(), ahead);
  }

  @Override
  protected void await(BooleanSupplier condition) {
    Patience.await().until(condition::getAsBoolean);
  }

  private TestLink linkOf(String node) {
    TestLink link = links.get(node);
    if (link == null) {
      throw new AssertionError("no node " + node);
    }
    return link;
  }
}
