package io.messageservice.adapter.redis.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachRedis
class UserConversationsTest {

  private static final String KEY = "ms:conversations:alice";

  private final OwnStore place;

  UserConversationsTest(RedisVersion version) {
    place = new OwnStore(version);
  }

  @AfterEach
  void close() {
    place.close();
  }

  @Test
  void whatWasLeftLongAfterItWasEnteredIsTakenOutWhenRead() {
    RedisStore longAgo =
        place.open("other", InstantSource.fixed(Instant.now().minusSeconds(172_800)));
    longAgo.ledger().commit(List.of(OwnStore.once("one"), OwnStore.leaving()));
    assertThat(place.server.ask("ZRANGE", KEY, "0", "-1")).isEqualTo("room");

    assertThat(place.history().conversationIdsOf(OwnStore.ALICE)).isEmpty();

    assertThat(place.server.ask("ZRANGE", KEY, "0", "-1")).isEmpty();
  }

  @Test
  void whatWasJustEnteredIsNotTakenOut() {
    place.say("one");
    place.commit(OwnStore.leaving());

    assertThat(place.history().conversationIdsOf(OwnStore.ALICE)).isEmpty();

    assertThat(place.server.ask("ZRANGE", KEY, "0", "-1")).isEqualTo("room");
  }

  @Test
  void directConversationIsLookedForAmongThoseOfTheAskerOnly() {
    UserId bob = new UserId("bob");
    place.server.ask("ZADD", KEY, "1", "wrong");

    assertThat(place.history().directOf(bob, OwnStore.ALICE, 10)).isEmpty();
    assertThat(place.server.ask("ZRANGE", KEY, "0", "-1")).as("not read").isEqualTo("wrong");

    assertThat(place.history().directOf(OwnStore.ALICE, bob, 10)).isEmpty();
    assertThat(place.server.ask("ZRANGE", KEY, "0", "-1")).as("read").isEmpty();
  }

  @Test
  void whatWasAnnouncedAndNeverWrittenIsNotListed() {
    place.server.ask("ZADD", KEY, Long.toString(System.currentTimeMillis()), "never");
    place.say("one");

    assertThat(place.history().conversationIdsOf(OwnStore.ALICE)).containsExactly(OwnStore.ROOM);
  }
}
