package io.messageservice.adapter.redis.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.Changes;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.domain.conversation.ConversationId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Several readers on several nodes while changes are stored and logs are trimmed in any order, and
 * the store begins another epoch now and then: a place is always that of the same change, none is
 * left out without a word, and each reader gets all of the newest ones.
 */
@OnEachRedis
class RandomReadersTest {

  private static final int STEPS = 1_500;
  private static final int ROOMS = 12;

  private final OwnStore own;
  private final List<Reader> readers;

  /** The change of each place, read by any reader. */
  private final Map<Long, String> known = new HashMap<>();

  private long stored;

  RandomReadersTest(RedisVersion version) {
    own = new OwnStore(version);
    readers =
        IntStream.range(0, 3)
            .mapToObj(i -> new Reader(own.open("node-" + i, InstantSource.system()).changes()))
            .toList();
  }

  @AfterEach
  void close() {
    own.close();
  }

  @Test
  void readersAgree() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < STEPS; i++) {
      step(random);
    }

    for (Reader reader : readers) {
      while (reader.read(100)) {
        // there is more
      }
      assertThat(reader.at.number()).as("seed %d", seed).isEqualTo(stored);
    }
    assertThat(known.values()).as("seed %d", seed).doesNotHaveDuplicates();
  }

  private void step(Random random) {
    int choice = random.nextInt(100);
    if (choice < 50) {
      store(random, 1 + random.nextInt(5));
    } else if (choice < 90) {
      boolean unused = readers.get(random.nextInt(readers.size())).read(1 + random.nextInt(20));
    } else if (choice < 94) {
      Place unused = own.changes().newest();
    } else if (choice < 99) {
      String log = "ms:" + new KeyPartition(random.nextInt(KeyPartition.COUNT)).tag() + "log";
      int kept = 1 + random.nextInt(20);
      String unused = own.server.ask("XTRIM", log, "MAXLEN", Integer.toString(kept));
    } else {
      String run = "ms:" + new KeyPartition(random.nextInt(KeyPartition.COUNT)).tag() + "run";
      String unused = own.server.ask("SET", run, "another loose epoch");
      own.store.look();
    }
  }

  private void store(Random random, int count) {
    for (int i = 0; i < count; i++) {
      ConversationId room = new ConversationId("room-" + random.nextInt(ROOMS));
      List<Outcome> outcomes = own.store.ledger().commit(List.of(OwnStore.saying(room, "text")));
      assertThat(outcomes).allMatch(Outcome.Done.class::isInstance);
      stored++;
    }
  }

  private final class Reader {

    private final ChangeLog log;
    private Place at = Place.OLDEST;

    Reader(ChangeLog log) {
      this.log = log;
    }

    /** Whether there may be more. */
    boolean read(int limit) {
      Changes some = log.after(at, limit);
      assertThat(some.gaps()).isEmpty();
      assertThat(some.changes().size()).isLessThanOrEqualTo(limit);
      assertThat(some.start().number()).isGreaterThanOrEqualTo(at.number());
      for (long skipped = at.number() + 1; skipped <= some.start().number(); skipped++) {
        assertThat(entry(skipped)).as("skipped").isEmpty();
      }
      List<Long> numbers = new ArrayList<>();
      for (Change change : some.changes()) {
        numbers.add(change.place().number());
        assertThat(known.computeIfAbsent(change.place().number(), first -> change.id()))
            .isEqualTo(change.id());
      }
      assertThat(numbers)
          .isEqualTo(
              IntStream.rangeClosed(1, numbers.size())
                  .mapToObj(i -> some.start().number() + i)
                  .toList());
      at = some.end();
      return some.more();
    }

    /** What a log has of a change that somebody has read. */
    private String entry(long number) {
      String[] name = known.getOrDefault(number, "p0-0").split("-", -1);
      return own.server.ask("XRANGE", "ms:{" + name[0] + "}:log", name[1], name[1]);
    }
  }
}
