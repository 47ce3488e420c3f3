package io.messageservice.adapter.redis.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.Changes;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.domain.conversation.ConversationId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Places of changes, whatever happens to the logs, and for how long these keep them. */
@OnEachRedis
class OrderOfChangesTest {

  private static final String LOG = log(OwnStore.ROOM);
  private static final String POSITION = "ms:{events}:changes:position";

  private final OwnStore own;

  OrderOfChangesTest(RedisVersion version) {
    own = new OwnStore(version, OwnStore.synced());
  }

  @AfterEach
  void close() {
    own.close();
  }

  @Test
  void nodesThatReadAtTheSameTimeFindTheSamePlaces() {
    List<ChangeLog> readers =
        IntStream.range(0, 4)
            .mapToObj(i -> own.open("reader-" + i, InstantSource.system()).changes())
            .toList();
    Place start = own.changes().newest();
    List<CompletableFuture<List<Change>>> reading =
        readers.stream()
            .map(reader -> CompletableFuture.supplyAsync(() -> readUpTo(reader, start, 400)))
            .toList();
    for (int i = 0; i < 100; i++) {
      batch(saying("a"), saying("b"), saying("c"), saying("d"));
    }

    List<List<Change>> read = reading.stream().map(CompletableFuture::join).toList();

    assertThat(read).allMatch(each -> each.equals(read.get(0)));
    assertThat(read.get(0))
        .extracting(change -> change.place().number())
        .isEqualTo(LongStream.rangeClosed(1, 400).boxed().toList());
    assertThat(own.changes().after(start, 1_000).changes()).isEqualTo(read.get(0));
  }

  @Test
  void whereNobodyReadsNothingIsWritten() {
    batch(saying("a"), saying("b"));
    assertThat(own.server.ask("EXISTS", "ms:{events}:order")).isEqualTo("0");

    Place newest = own.changes().newest();
    assertThat(own.changes().newest()).isEqualTo(newest);
    assertThat(all(Place.OLDEST)).hasSize(2);

    assertThat(own.server.ask("XLEN", "ms:{events}:order")).isEqualTo("1");
  }

  @Test
  void whereAllIsLostAnotherOrderBegins() {
    own.say("one");
    Place place = own.changes().newest();
    own.server.ask("FLUSHALL");
    own.store.look();
    own.say("one of another past");
    own.say("two of another past");

    Changes changes = own.changes().after(place, 100);

    assertThat(changes.start().epoch()).isNotEqualTo(place.epoch());
    assertThat(changes.changes()).extracting(each -> each.place().number()).containsExactly(1L, 2L);
    assertThat(changes.end()).isEqualTo(own.changes().newest());
  }

  @Test
  void whereOneLogIsAnotherOneAnotherOrderBegins() {
    batch(saying("a"));
    say(2);
    Place place = own.changes().newest();
    own.server.ask("DEL", LOG, LOG.replace("log", "changes"));
    own.say("three");

    Changes changes = own.changes().after(place, 100);

    assertThat(changes.start().epoch()).as("grows").isGreaterThan(place.epoch());
    assertThat(changes.changes()).hasSize(2);
  }

  @Test
  void whereTheStoreBeginsAnotherEpochAndHasAllReadersGoOn() {
    own.say("one");
    Place one = own.changes().newest();
    own.say("two");
    Place two = own.changes().newest();
    own.server.ask("SET", "ms:" + KeyPartition.of("room").tag() + "run", "another loose epoch");
    own.store.look();
    own.say("three");

    Changes changes = own.changes().after(one, 100);

    assertThat(changes.start()).isEqualTo(one);
    assertThat(changes.changes()).extracting(each -> each.place().number()).containsExactly(2L, 3L);
    assertThat(changes.end().epoch()).as("grows").isGreaterThan(one.epoch());
    assertThat(own.changes().after(two, 100).start()).isEqualTo(two);
    Place never = new Place(one.epoch(), 3);
    assertThat(own.changes().after(never, 100).changes()).hasSize(3);
  }

  @Test
  void readersGoOnWhereRedisWasKilled() {
    say(3);
    Place place = own.changes().newest();
    say(2);
    own.server.kill();
    own.server.restart();
    own.awaitRecovery();
    say(2);

    Changes changes = own.changes().after(place, 100);

    assertThat(changes.start()).isEqualTo(place);
    assertThat(numbers(changes)).containsExactly(4L, 5L, 6L, 7L);
    assertThat(changes.gaps()).isEmpty();
  }

  @Test
  void whatIsKeptNoMoreMovesTheStart() {
    say(5);
    Place five = own.changes().newest();
    batch(saying("a"));
    Place six = own.changes().newest();
    say(5);
    Place newest = own.changes().newest();
    own.server.ask("XTRIM", LOG, "MAXLEN", "2");

    Changes some = own.changes().after(own.changes().after(Place.OLDEST, 1).start(), 100);
    Changes next = own.changes().after(some.end(), 100);

    assertThat(some).isEqualTo(new Changes(five, some.changes(), List.of(), six, true));
    assertThat(numbers(some)).containsExactly(6L);
    assertThat(own.changes().after(new Place(five.epoch(), 2), 100)).isEqualTo(some);
    assertThat(next.start()).isEqualTo(new Place(five.epoch(), 9));
    assertThat(numbers(next)).containsExactly(10L, 11L);
    assertThat(next.end()).isEqualTo(newest);
    assertThat(own.changes().after(six, 1).start()).isEqualTo(next.start());
  }

  @Test
  void whatNobodyReadWhileItWasKeptMovesTheStart() {
    own.say("text");
    Place place = own.changes().newest();
    say(5);
    own.server.ask("XTRIM", LOG, "MAXLEN", "2");

    Changes changes = own.changes().after(place, 100);

    assertThat(changes.start()).isEqualTo(new Place(place.epoch(), 4));
    assertThat(numbers(changes)).containsExactly(5L, 6L);
  }

  @Test
  void orderKeepsNoMoreThanTheLogs() {
    for (int i = 0; i < 100; i++) {
      own.say("text");
      Place unused = own.changes().newest();
    }
    own.server.ask("XTRIM", LOG, "MAXLEN", "3");
    for (int i = 0; i < 10; i++) {
      own.say("text");
      Place unused = own.changes().newest();
    }

    assertThat(own.server.ask("XLEN", "ms:{events}:order")).isEqualTo("13");
    Changes changes = own.changes().after(Place.OLDEST, 100);
    assertThat(changes.start().number()).isEqualTo(97);
    assertThat(changes.changes()).hasSize(13);
  }

  @Test
  void changeThatIsNotThereIsAGap() {
    say(3);
    own.server.ask("XDEL", LOG, own.server.ask("XRANGE", LOG, "2", "2").lines().findFirst().get());

    Changes changes = own.changes().after(Place.OLDEST, 100);

    assertThat(numbers(changes)).containsExactly(1L, 3L);
    assertThat(changes.gaps())
        .extracting(gap -> gap.place().number() + " " + gap.count())
        .containsExactly("2 1");
  }

  @Test
  void orderBeginsWhereAReaderOfAnEarlierVersionWas() {
    say(3);
    batch(saying("a"), saying("b"));
    String mark = own.changes().end().value();
    own.server.ask("SET", POSITION, mark);
    batch(saying("b"), saying("c"), saying("d"));
    say(2);

    Place noted = own.changes().noted(mark).orElseThrow();

    assertThat(own.changes().after(noted, 100).changes()).hasSize(5);
    assertThat(all(Place.OLDEST)).hasSize(10);
  }

  @Test
  void markOfAnEarlierVersionIsFoundInAnOrderThatHasBegun() {
    batch(saying("a"), saying("b"));
    Place unused = own.changes().newest();
    batch(saying("a"), saying("b"));
    String mark = own.changes().end().value();
    unused = own.changes().newest();
    batch(saying("a"), saying("c"));

    Place noted = own.changes().noted(mark).orElseThrow();

    assertThat(noted.number()).isEqualTo(4);
    assertThat(numbers(own.changes().after(noted, 100))).containsExactly(5L, 6L);
    assertThat(own.changes().noted(own.changes().end().value())).contains(own.changes().newest());
  }

  /** Such a node writes times that are long over. */
  @Test
  void oldChangesGoWithLaterOnes() {
    RedisStore late = own.open("late", at(Instant.EPOCH.plusSeconds(1)));
    say(late, 200);
    assertThat(length()).isEqualTo(200);

    say(own.store, 63);
    assertThat(length()).as("in steps").isBetween(100, 200);
    say(own.store, 64);

    assertThat(length()).isBetween(127, 135);
    assertThat(own.changes().after(Place.OLDEST, 1_000).changes()).hasSize(length());
  }

  @Test
  void clocksThatAreWrongRemoveNothingThatIsYoung() {
    say(own.store, 10);
    say(own.open("late", at(Instant.EPOCH)), 200);
    say(own.open("early", at(Instant.now().plus(Duration.ofDays(400)))), 200);
    say(own.store, 200);

    assertThat(length()).isEqualTo(610);
  }

  private static InstantSource at(Instant time) {
    return InstantSource.fixed(time);
  }

  private void say(int count) {
    say(own.store, count);
  }

  private static void say(RedisStore store, int count) {
    for (int i = 0; i < count; i++) {
      List<Outcome> unused = store.ledger().commit(List.of(OwnStore.saying(OwnStore.ROOM, "text")));
    }
  }

  private void batch(Decider<?>... commands) {
    List<Outcome> unused = own.store.ledger().commit(List.of(commands));
  }

  private static Decider<String> saying(String room) {
    return OwnStore.saying(new ConversationId(room), "text");
  }

  private int length() {
    return Integer.parseInt(own.server.ask("XLEN", LOG));
  }

  private List<Change> all(Place from) {
    return own.changes().after(from, 1_000).changes();
  }

  private static List<Long> numbers(Changes changes) {
    return changes.changes().stream().map(each -> each.place().number()).toList();
  }

  private static List<Change> readUpTo(ChangeLog log, Place from, int count) {
    List<Change> read = new ArrayList<>();
    Place at = from;
    while (read.size() < count) {
      Changes some = log.after(at, 7);
      read.addAll(some.changes());
      at = some.end();
    }
    return read;
  }

  private static String log(ConversationId room) {
    return "ms:" + KeyPartition.of(room.value()).tag() + "log";
  }
}
