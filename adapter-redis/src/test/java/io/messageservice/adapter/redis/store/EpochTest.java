package io.messageservice.adapter.redis.store;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.adapter.redis.UnusableRedis;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.waiting.Patience;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@OnEachRedis
class EpochTest {

  private final RedisVersion version;

  EpochTest(RedisVersion version) {
    this.version = version;
  }

  @Test
  void everyNodeHasTheSameEpoch() {
    try (OwnStore place = new OwnStore(version)) {
      RedisStore other = place.open("other", InstantSource.system());

      assertThat(other.history().epoch()).isEqualTo(place.history().epoch());
      assertThat(place.noted.all()).allMatch(line -> line.startsWith("may lose"));
    }
  }

  /**
   * A slow one may find another begun behind it; the next look, which each takes often, shows it.
   */
  @Test
  void nodesThatStartTogetherHaveTheSameEpochFromTheirNextLookOn() {
    try (OwnStore place = new OwnStore(version)) {
      for (int i = 0; i < 5; i++) {
        String unused = place.server.ask("FLUSHALL");

        List<RedisStore> together =
            IntStream.range(0, 4)
                .mapToObj(n -> supplyAsync(() -> place.open("n" + n, InstantSource.system())))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        String now = place.open("later", InstantSource.system()).history().epoch();
        together.forEach(RedisStore::look);
        assertThat(together).allMatch(store -> store.history().epoch().equals(now));
      }
    }
  }

  @Test
  void serverThatKeptNothingHasANewEpoch() {
    try (OwnStore place = new OwnStore(version)) {
      String epoch = place.history().epoch();
      Message lost = place.say("lost");

      restart(place);

      assertThat(place.history().epoch()).isNotEqualTo(epoch);
      assertThat(place.texts()).isEmpty();
      Message said = place.say("first");
      assertThat(said.seq()).isEqualTo(1);
      assertThat(said.id()).isNotEqualTo(lost.id());
      assertThat(place.noted.all()).contains("new epoch " + place.history().epoch());
    }
  }

  @Test
  void serverThatMayHaveLostSomethingHasANewEpochThoughItKeptMuch() {
    try (OwnStore place = new OwnStore(version, "--appendonly", "yes", "--appendfsync", "no")) {
      String epoch = place.history().epoch();
      Message before = place.say("one");
      place.server.stop();
      place.server.restart();
      awaitAnswer(place);

      assertThat(place.texts()).containsExactly("one");
      assertThat(place.history().epoch()).isNotEqualTo(epoch);
      place.awaitRecovery();
      Message after = place.say("two");
      assertThat(found(place, before.id())).contains(before);
      assertThat(found(place, after.id())).contains(after);
    }
  }

  @Test
  void serverThatLosesNothingKeepsItsEpoch() {
    try (OwnStore place = new OwnStore(version, OwnStore.synced())) {
      String epoch = place.history().epoch();
      place.say("one");

      restart(place);

      assertThat(place.history().epoch()).isEqualTo(epoch);
      assertThat(place.texts()).containsExactly("one");
      assertThat(place.noted.all()).noneMatch(line -> line.startsWith("may lose"));
    }
  }

  @Test
  void serverThatLostSomethingBeforeItWroteEverythingHasANewEpoch() {
    try (OwnStore place =
        new OwnStore(version, "--appendonly", "yes", "--appendfsync", "everysec")) {
      String epoch = place.history().epoch();
      place.server.ask("CONFIG", "SET", "appendfsync", "always");
      place.store.look();

      restart(place);

      assertThat(place.history().epoch()).isNotEqualTo(epoch);
    }
  }

  @Test
  void anotherNodeTellsTheNewEpochToo() {
    try (OwnStore place = new OwnStore(version)) {
      RedisStore other = place.open("other", InstantSource.system());
      other.changes().end();

      restart(place);

      Patience.await()
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                other.tryAgain();
                other.changes().end();
                assertThat(other.history().epoch()).isEqualTo(place.history().epoch());
              });
    }
  }

  @Test
  void emptiedServerHasANewEpochFromTheNextCommitOn() {
    try (OwnStore place = new OwnStore(version)) {
      String epoch = place.history().epoch();
      place.say("one");
      place.server.ask("FLUSHALL");

      Message first = place.say("first");

      assertThat(first.seq()).isEqualTo(1);
      assertThat(place.history().epoch()).isNotEqualTo(epoch);
      assertThat(place.texts()).containsExactly("first");
      assertThat(found(place, first.id())).contains(first);
    }
  }

  @Test
  void idOfALostMessageIsNeverThatOfAnother() {
    try (OwnStore place = new OwnStore(version, "--appendonly", "yes", "--appendfsync", "no")) {
      place.say("one");
      place.server.ask("BGREWRITEAOF");
      restart(place);
      Message two = place.say("two");
      restart(place);

      assertThat(found(place, two.id()).filter(message -> !message.equals(two))).isEmpty();
    }
  }

  @Test
  void whatTheServerWouldLoseIsTold() {
    try (OwnStore place = new OwnStore(version, "--maxmemory", "100mb")) {
      place.server.ask("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
      place.store.look();

      assertThat(place.noted.all())
          .anyMatch(line -> line.contains("appendonly no"))
          .anyMatch(line -> line.contains("allkeys-lru"));
    }
  }

  @Test
  void storeOfAnotherFormatIsRefusedInOneLine() {
    try (OwnStore place = new OwnStore(version)) {
      place.server.ask("HSET", "ms:meta", "format", "999");

      assertThatThrownBy(() -> place.open("other", InstantSource.system()))
          .isInstanceOf(UnusableRedis.class)
          .hasMessageContaining("another version");
    }
  }

  @Test
  void serverThatDoesNotWriteIsRefusedInOneLine() {
    try (OwnStore place = new OwnStore(version)) {
      place.server.ask("REPLICAOF", "127.0.0.1", "1");

      assertThatThrownBy(() -> place.open("other", InstantSource.system()))
          .isInstanceOf(UnusableRedis.class)
          .hasMessageContaining("READONLY");
    }
  }

  private static Optional<Message> found(OwnStore place, MessageId id) {
    Outcome.Done done =
        (Outcome.Done) place.commit(records -> Decision.unchanged(records.message(id)));
    return ((Optional<?>) done.result()).map(message -> (Message) message);
  }

  private static void restart(OwnStore place) {
    place.server.kill();
    place.server.restart();
    awaitAnswer(place);
  }

  private static void awaitAnswer(OwnStore place) {
    Patience.await()
        .ignoreExceptionsMatching(e -> e instanceof StoreUnavailable)
        .until(
            () -> {
              place.store.tryAgain();
              place.changes().end();
              return place.store.works();
            });
  }
}
