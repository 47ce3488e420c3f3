package io.messageservice.adapter.redis.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.ChangeLog.AccessChange;
import io.messageservice.application.port.out.ChangeLog.Heads;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachRedis
class LoggedChangesTest {

  private static final String LOG = "ms:" + KeyPartition.of(OwnStore.ROOM.value()).tag() + "log";

  private final OwnStore place;

  LoggedChangesTest(RedisVersion version) {
    place = new OwnStore(version);
  }

  @AfterEach
  void close() {
    place.close();
  }

  @Test
  void whatIsNotRememberedAnyMoreIsToldAsMissed() {
    place.say("one");
    ChangeLog.Mark mark = place.changes().end();
    place.say("two");
    place.server.ask("XTRIM", LOG, "MAXLEN", "0");
    place.say("three");

    Heads heads = place.changes().between(mark, place.changes().end());

    assertThat(heads.changed()).containsExactly(OwnStore.head(OwnStore.ROOM, 2, 3));
    assertThat(place.noted.all()).contains("changes missed");
    assertThat(place.changes().between(heads.mark(), place.changes().end()).isEmpty()).isTrue();
  }

  @Test
  void entryThatCannotBeReadIsPassedAndReported() {
    ChangeLog.Mark mark = place.changes().end();
    place.say("one");
    log("what", "ever");
    place.say("two");
    log("c", "room", "f", "0", "h", "0", "v", "9", "i", " ", "o", "", "r", "", "k", "OPEN");

    Heads heads = place.changes().between(mark, place.changes().end());

    assertThat(heads.changed()).containsExactly(OwnStore.head(OwnStore.ROOM, 0, 2));
    assertThat(place.noted.all()).contains("changes missed");
    ChangeLog.Mark end = place.changes().end();
    assertThat(place.changes().between(heads.mark(), end)).isEqualTo(new Heads(end, List.of()));
  }

  /** One that did not come in time would not, either, when it is asked for again. */
  @Test
  void afterReadsThatFailedLessIsReadAtOnce() {
    for (int i = 0; i < 200; i++) {
      place.say("m" + i);
    }
    place.server.ask("RENAME", LOG, "away");
    place.server.ask("SET", LOG, "no stream");
    assertReadFails(200);
    assertReadFails(200);
    place.server.ask("RENAME", "away", LOG);

    assertThat(place.changes().after(Place.OLDEST, 200).changes()).hasSize(64);
    assertThat(place.changes().after(Place.OLDEST, 200).changes()).hasSize(128);
    assertThat(place.changes().after(Place.OLDEST, 200).changes()).hasSize(200);
  }

  private void assertReadFails(int limit) {
    assertThatThrownBy(() -> place.changes().after(Place.OLDEST, limit))
        .isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void failedReadOfSingleChangesLeavesTheStoreWorking() {
    place.server.ask("SET", LOG, "no stream");

    assertThatThrownBy(() -> place.changes().after(Place.OLDEST, 10))
        .isInstanceOf(StoreUnavailable.class);

    assertThat(place.store.works()).isTrue();
  }

  @Test
  void orderOfALogIsNotThatOfTheClocksOfItsWriters() {
    RedisStore late = place.open("late", () -> Instant.EPOCH.plusSeconds(1));
    ChangeLog.Mark mark = place.changes().end();
    place.say("one");
    late.ledger().commit(List.of(OwnStore.saying(OwnStore.ROOM, "two")));

    Heads heads = place.changes().between(mark, place.changes().end());

    assertThat(heads.changed()).containsExactly(OwnStore.head(OwnStore.ROOM, 0, 2));
    assertThat(heads.mark()).isEqualTo(place.changes().end());
  }

  @Test
  void accessThatAnEarlierVersionChangedHoldsFromTheHead() {
    ChangeLog.Mark mark = place.changes().end();
    place.say("one");
    ChangeLog.Mark end = place.changes().end();
    joinAsAnEarlierVersion("bob");

    assertThat(accessChanged(end)).containsExactly(bobCameAfter(1));
    assertThat(accessChanged(mark)).containsExactly(both());
  }

  @Test
  void accessThatAnEarlierVersionChangedHoldsFromBeforeWhatWasSaidInTheSameLook() {
    place.say("one");
    ChangeLog.Mark mark = place.changes().end();
    place.say("two");
    joinAsAnEarlierVersion("bob");
    place.say("three");

    assertThat(accessChanged(mark)).containsExactly(bobCameAfter(1));
  }

  @Test
  void accessThatAnEarlierVersionChangedHoldsFromBeforeWhatIsSaidAfterTheLook() {
    place.say("one");
    ChangeLog.Mark mark = place.changes().end();
    joinAsAnEarlierVersion("bob");
    ChangeLog.Mark end = place.changes().end();
    place.say("two");
    place.say("three");

    Heads heads = place.changes().between(mark, end);

    assertThat(heads.changed()).isEmpty();
    assertThat(heads.accessChanged()).containsExactly(bobCameAfter(1));
  }

  @Test
  void whereRedisRemembersLessThanItDidIsToldAsMissed() {
    place.say("one");
    place.say("two");
    ChangeLog.Mark mark = place.changes().end();
    String epoch = place.history().epoch();
    place.server.ask("FLUSHALL");

    Heads heads = place.changes().between(mark, place.changes().end());

    assertThat(place.noted.all()).contains("changes missed");
    assertThat(place.history().epoch()).isNotEqualTo(epoch);
    place.say("first");
    assertThat(place.changes().between(heads.mark(), place.changes().end()).changed())
        .containsExactly(OwnStore.head(OwnStore.ROOM, 0, 1));
  }

  /** Only as the log has it: that nodes of earlier versions note no position. */
  private void joinAsAnEarlierVersion(String user) {
    log("c", "room", "f", "0", "h", "0", "v", "9", "i", user, "o", "", "r", "", "k", "OPEN");
  }

  private void log(String... fields) {
    String changes = "ms:" + KeyPartition.of(OwnStore.ROOM.value()).tag() + "changes";
    String id = place.server.ask("INCR", changes) + "-" + System.currentTimeMillis();
    List<String> command = new ArrayList<>(List.of("XADD", LOG, id));
    command.addAll(List.of(fields));
    String unused = place.server.ask(command.toArray(String[]::new));
  }

  private List<AccessChange> accessChanged(ChangeLog.Mark mark) {
    return place.changes().between(mark, place.changes().end()).accessChanged();
  }

  private static AccessChange bobCameAfter(long seq) {
    return new AccessChange(OwnStore.ROOM, Set.of(new UserId("bob")), Position.ofMessages(seq));
  }

  private static AccessChange both() {
    return new AccessChange(
        OwnStore.ROOM, Set.of(OwnStore.ALICE, new UserId("bob")), Position.START);
  }
}
