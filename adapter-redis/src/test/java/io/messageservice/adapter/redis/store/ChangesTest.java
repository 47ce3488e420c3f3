package io.messageservice.adapter.redis.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.Partition;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.AccessChange;
import io.messageservice.application.port.out.History.Head;
import io.messageservice.application.port.out.History.Heads;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
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

    Heads heads = place.history().headsChangedSince(mark, place.history().mark());

    assertThat(heads.changed()).containsExactly(new Head(Place.ROOM, 2, 3));
    assertThat(place.noted.all()).contains("changes missed");
    assertThat(place.history().headsChangedSince(heads.mark(), place.history().mark()).isEmpty())
        .isTrue();
  }

  @Test
  void orderOfALogIsNotThatOfTheClocksOfItsWriters() {
    RedisStore late = place.open("late", () -> Instant.EPOCH.plusSeconds(1));
    History.Mark mark = place.history().mark();
    place.say("one");
    late.ledger().commit(List.of(Place.saying(Place.ROOM, "two")));

    Heads heads = place.history().headsChangedSince(mark, place.history().mark());

    assertThat(heads.changed()).containsExactly(new Head(Place.ROOM, 0, 2));
    assertThat(heads.mark()).isEqualTo(place.history().mark());
  }

  @Test
  void accessThatAnEarlierVersionChangedHoldsFromTheHead() {
    History.Mark mark = place.history().mark();
    place.say("one");
    History.Mark end = place.history().mark();
    joinAsAnEarlierVersion("bob");

    assertThat(accessChanged(end)).containsExactly(bobCameAfter(1));
    assertThat(accessChanged(mark)).containsExactly(both());
  }

  @Test
  void accessThatAnEarlierVersionChangedHoldsFromBeforeWhatWasSaidInTheSameLook() {
    place.say("one");
    History.Mark mark = place.history().mark();
    place.say("two");
    joinAsAnEarlierVersion("bob");
    place.say("three");

    assertThat(accessChanged(mark)).containsExactly(bobCameAfter(1));
  }

  @Test
  void accessThatAnEarlierVersionChangedHoldsFromBeforeWhatIsSaidAfterTheLook() {
    place.say("one");
    History.Mark mark = place.history().mark();
    joinAsAnEarlierVersion("bob");
    History.Mark end = place.history().mark();
    place.say("two");
    place.say("three");

    Heads heads = place.history().headsChangedSince(mark, end);

    assertThat(heads.changed()).isEmpty();
    assertThat(heads.accessChanged()).containsExactly(bobCameAfter(1));
  }

  @Test
  void whereRedisRemembersLessThanItDidIsToldAsMissed() {
    place.say("one");
    place.say("two");
    History.Mark mark = place.history().mark();
    String epoch = place.history().epoch();
    place.server.ask("FLUSHALL");

    Heads heads = place.history().headsChangedSince(mark, place.history().mark());

    assertThat(place.noted.all()).contains("changes missed");
    assertThat(place.history().epoch()).isNotEqualTo(epoch);
    place.say("first");
    assertThat(place.history().headsChangedSince(heads.mark(), place.history().mark()).changed())
        .containsExactly(new Head(Place.ROOM, 0, 1));
  }

  /** Only as the log has it: that nodes of earlier versions note no position. */
  private void joinAsAnEarlierVersion(String user) {
    String changes = "ms:" + Partition.of(Place.ROOM.value()).tag() + "changes";
    String id = place.server.ask("INCR", changes) + "-" + System.currentTimeMillis();
    String unused =
        place.server.ask(
            "XADD", LOG, id, "c", "room", "f", "0", "h", "0", "v", "9", "i", user, "o", "", "r", "",
            "k", "OPEN");
  }

  private List<AccessChange> accessChanged(History.Mark mark) {
    return place.history().headsChangedSince(mark, place.history().mark()).accessChanged();
  }

  private static AccessChange bobCameAfter(long seq) {
    return new AccessChange(Place.ROOM, Set.of(new UserId("bob")), seq);
  }

  private static AccessChange both() {
    return new AccessChange(Place.ROOM, Set.of(Place.ALICE, new UserId("bob")), 0);
  }
}
