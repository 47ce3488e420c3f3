package io.messageservice.adapter.redis.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.Partition;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.Head;
import io.messageservice.application.port.out.History.Heads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachRedis
class ChangesTest {

  private static final String LOG = "ms:" + Partition.of(Place.ROOM.value()).tag() + "log";

  private final Place place;

  ChangesTest(RedisVersion version) {
    place = new Place(version);
  }

  @AfterEach
  void close() {
    place.close();
  }

  @Test
  void whatIsNotRememberedAnyMoreIsToldAsMissed() {
    place.say("one");
    History.Mark mark = place.history().mark();
    place.say("two");
    place.server.ask("XTRIM", LOG, "MAXLEN", "0");
    place.say("three");

    Heads heads = place.history().headsChangedSince(mark);

    assertThat(heads.changed()).containsExactly(new Head(Place.ROOM, 2, 3));
    assertThat(place.noted.all()).contains("changes missed");
    assertThat(place.history().headsChangedSince(heads.mark()).isEmpty()).isTrue();
  }

  @Test
  void whereRedisRemembersLessThanItDidIsToldAsMissed() {
    place.say("one");
    place.say("two");
    History.Mark mark = place.history().mark();
    String epoch = place.history().epoch();
    place.server.ask("FLUSHALL");

    Heads heads = place.history().headsChangedSince(mark);

    assertThat(place.noted.all()).contains("changes missed");
    assertThat(place.history().epoch()).isNotEqualTo(epoch);
    place.say("first");
    assertThat(place.history().headsChangedSince(heads.mark()).changed())
        .containsExactly(new Head(Place.ROOM, 0, 1));
  }
}
