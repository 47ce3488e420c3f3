package io.messageservice.adapter.redis.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisCluster;
import io.messageservice.adapter.redis.RedisConfig;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.application.port.out.BlockCommands;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.History.ListingPoint;
import io.messageservice.application.port.out.History.ListingRequest;
import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.personal.UnreadTotal;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachRedis
class RedisClusterTest {

  private final RedisCluster cluster;
  private final RedisConnection connection;
  private final RedisStore store;

  RedisClusterTest(RedisVersion version) {
    cluster = RedisCluster.start(version);
    connection = RedisConnection.open(RedisConfig.of(cluster.url()));
    store = OwnStore.open(connection, "node");
  }

  @AfterEach
  void close() {
    connection.close();
    cluster.close();
  }

  /** The sides of a block lie on several servers. */
  @Test
  void blocksAreFoundFromBothSides() {
    List<UserId> users = IntStream.range(0, 60).mapToObj(i -> new UserId("user-" + i)).toList();

    store
        .ledger()
        .commit(users.stream().map(user -> BlockCommands.block(user, OwnStore.ALICE)).toList());
    store
        .ledger()
        .commit(users.stream().map(user -> BlockCommands.block(OwnStore.ALICE, user)).toList());

    assertThat(store.history().blockedWith(OwnStore.ALICE)).hasSize(60).containsAll(users);
    assertThat(store.history().blockedBy(OwnStore.ALICE, Optional.empty(), 100)).hasSize(60);
    assertThat(store.history().blockedWith(users.get(7))).containsExactly(OwnStore.ALICE);
  }

  @Test
  void conversationsOfAllServersAreWrittenInOneBatchAndListed() {
    List<ConversationId> rooms =
        IntStream.range(0, 60).mapToObj(i -> new ConversationId("room-" + i)).toList();
    ChangeLog.Mark mark = store.changes().end();
    ListingPoint point = store.history().listingPoint();

    store.ledger().commit(rooms.stream().map(room -> OwnStore.saying(room, "hello")).toList());

    assertThat(store.changes().between(mark, store.changes().end()).changed())
        .containsExactlyInAnyOrderElementsOf(
            rooms.stream().map(room -> OwnStore.head(room, 0, 1)).toList());
    assertThat(store.history().heads(rooms))
        .hasSize(60)
        .containsOnlyKeys(rooms)
        .containsValue(Position.ofMessages(1));
    assertThat(store.history().conversationIdsOf(OwnStore.ALICE))
        .containsExactlyInAnyOrderElementsOf(rooms);
    assertThat(
            store
                .history()
                .conversationsOf(
                    OwnStore.ALICE,
                    new ListingRequest(
                        Optional.empty(), 100, Integer.MAX_VALUE, false, Optional.of(point)))
                .conversations())
        .hasSize(60);
    assertThat(store.history().unreadTotal(OwnStore.ALICE, Instant.EPOCH))
        .isEqualTo(UnreadTotal.NONE);
    for (RedisServer master : cluster.masters()) {
      assertThat(master.ask("DBSIZE")).isNotEqualTo("0");
    }
  }

  @Test
  void singleChangesOfAllServersHaveOneOrder() {
    List<ConversationId> rooms =
        IntStream.range(0, 60).mapToObj(i -> new ConversationId("room-" + i)).toList();
    store.ledger().commit(rooms.stream().map(room -> OwnStore.saying(room, "one")).toList());
    Place middle = store.changes().newest();
    store.ledger().commit(rooms.stream().map(room -> OwnStore.saying(room, "two")).toList());

    List<Change> all = store.changes().after(Place.OLDEST, 1_000).changes();

    assertThat(all)
        .extracting(change -> change.place().number())
        .isEqualTo(LongStream.rangeClosed(1, 120).boxed().toList());
    assertThat(store.changes().after(middle, 1_000).changes()).isEqualTo(all.subList(60, 120));
    assertThat(store.positions().take("webhooks")).contains("");
    assertThat(store.positions().note("webhooks", "e-1")).isTrue();
    assertThat(store.positions().take("webhooks")).contains("e-1");
  }
}
