package io.messageservice.adapter.redis.bridge;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.adapter.redis.presence.PresenceConfig;
import io.messageservice.adapter.redis.presence.PresenceEvents;
import io.messageservice.adapter.redis.presence.RedisPresenceBoard;
import io.messageservice.application.memory.InMemoryPositions;
import io.messageservice.domain.decision.UserNote.Moved;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachRedis
class PresenceRecorderTest {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final DisplayName NAME = new DisplayName("Ann");

  private final String prefix = "recorded-" + COUNT.incrementAndGet() + ":";
  private final BridgeNode node;
  private final RedisPresenceBoard board;
  private final InMemoryPositions positions = new InMemoryPositions();
  private final List<Moved> stored = new ArrayList<>();
  private boolean failing;

  PresenceRecorderTest(RedisVersion version) {
    node = new BridgeNode(RedisServer.shared(version), prefix, "first");
    PresenceConfig config = new PresenceConfig(prefix, "first", Duration.ofHours(1));
    board = new RedisPresenceBoard(node.link(), config, PresenceEvents.NONE);
    board.listen((transition, lastSeen) -> {});
  }

  @AfterEach
  void close() {
    board.close();
    node.close();
  }

  private PresenceRecorder recorder() {
    return new PresenceRecorder(node.redis(), positions, this::store, EventStreamEvents.NONE);
  }

  private boolean store(List<Moved> moved) {
    stored.addAll(moved);
    return !failing;
  }

  @Test
  void eachTransitionIsStoredInItsOrder() {
    PresenceRecorder recorder = recorder();
    UserId user = new UserId("ann");
    board.connected(user, NAME);
    awaitStored(recorder, 1);
    board.disconnected(user, NAME, Duration.ZERO);
    awaitStored(recorder, 2);

    recorder().pass(); // that of another node, which goes on where this one was

    assertThat(stored).extracting(each -> each.transition().online()).containsExactly(true, false);
    assertThat(stored).extracting(Moved::user).containsOnly(user);
    assertThat(stored.get(0).lastSeen()).isEmpty();
    assertThat(stored.get(1).lastSeen()).isPresent();
  }

  @Test
  void whatIsNotStoredIsReadAgain() {
    failing = true;
    PresenceRecorder recorder = recorder();
    board.connected(new UserId("ann"), NAME);
    awaitStored(recorder, 1);

    failing = false;
    recorder.pass();
    recorder.pass();

    assertThat(stored).hasSizeGreaterThan(1);
    int count = stored.size();
    recorder.pass();
    assertThat(stored).hasSize(count);
  }

  private void awaitStored(PresenceRecorder recorder, int count) {
    await()
        .untilAsserted(
            () -> {
              recorder.pass();
              assertThat(stored).hasSizeGreaterThanOrEqualTo(count);
            });
  }
}
