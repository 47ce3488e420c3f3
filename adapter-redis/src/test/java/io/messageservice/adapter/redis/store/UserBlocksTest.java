package io.messageservice.adapter.redis.store;

import static io.messageservice.application.port.out.BlockCommands.block;
import static io.messageservice.application.port.out.BlockCommands.unblock;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.domain.user.UserId;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachRedis
class UserBlocksTest {

  private static final UserId ALICE = OwnStore.ALICE;
  private static final UserId GHOST = new UserId("ghost");
  private static final String KEY = "ms:blockers:ghost";

  private final OwnStore place;

  UserBlocksTest(RedisVersion version) {
    place = new OwnStore(version);
  }

  @AfterEach
  void close() {
    place.close();
  }

  @Test
  void nothingStaysNotedOfABlockThatEnded() {
    place.commit(block(ALICE, GHOST));
    place.commit(block(new UserId("bob"), GHOST));
    place.commit(unblock(ALICE, GHOST));
    assertThat(place.server.ask("ZRANGE", KEY, "0", "-1")).isEqualTo("bob");

    place.commit(unblock(new UserId("bob"), GHOST));
    place.commit(unblock(new UserId("bob"), GHOST));
    place.store.ledger().commit(List.of(block(ALICE, GHOST), unblock(ALICE, GHOST)));

    assertThat(place.server.ask("EXISTS", KEY)).isEqualTo("0");
  }

  @Test
  void noteThatWasLostIsWrittenWithTheBlockThatIsConfirmed() {
    place.commit(block(ALICE, GHOST));
    place.server.ask("DEL", KEY);
    assertThat(place.history().blockedWith(GHOST)).isEmpty();

    place.commit(block(ALICE, GHOST));

    assertThat(place.history().blockedWith(GHOST)).containsExactly(ALICE);
    assertThat(place.history().blockedWith(ALICE)).containsExactly(GHOST);
  }

  @Test
  void whatAnotherNodeNotedMeanwhileStaysNoted() {
    UserIndex index = new UserIndex(place.connection, "blockers:", InstantSource.system());
    Map<UserId, List<String>> note = Map.of(GHOST, List.of("alice"));

    index.announce(note, 5);
    index.announce(note, 5); // at the same time
    index.remove(Map.of(GHOST, Map.of("alice", 5L)));

    assertThat(index.of(GHOST)).containsOnlyKeys("alice");
  }
}
