package io.messageservice.adapter.redis.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.application.port.out.StoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnEachRedis
class RedisFailureTest {

  private final RedisVersion version;

  RedisFailureTest(RedisVersion version) {
    this.version = version;
  }

  @Test
  void serverThatIsGoneMakesTheStoreUnavailableUntilItIsBack() {
    try (OwnStore place = new OwnStore(version, OwnStore.synced())) {
      place.say("one");
      place.server.kill();

      assertThatThrownBy(() -> place.say("never")).isInstanceOf(StoreUnavailable.class);
      assertThat(place.store.works()).isFalse();
      assertThatThrownBy(() -> place.texts()).isInstanceOf(StoreUnavailable.class);
      place.store.tryAgain();
      assertThat(place.store.works()).isFalse();

      place.server.restart();
      place.awaitRecovery();
      place.say("two");

      assertThat(place.texts()).containsExactly("one", "two");
      assertThat(place.noted.all()).containsExactly("failed", "recovered");
    }
  }

  @Test
  void whatWasWrittenThoughNobodyHeardItIsNotWrittenAgain() {
    try (OwnStore place = new OwnStore(version)) {
      place.commit(OwnStore.once("one"));
      place.server.pause();
      assertThatThrownBy(() -> place.commit(OwnStore.once("two")))
          .isInstanceOf(StoreUnavailable.class);

      place.server.resume();
      place.awaitRecovery();
      Outcome again = place.commit(OwnStore.once("two"));

      assertThat(again).isInstanceOf(Outcome.Done.class);
      assertThat(place.texts()).containsExactly("one", "two");
      assertThat(place.say("three").seq()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "maxmemory, 1, 0, maxmemory",
    "min-replicas-to-write, 1, 0, NOREPLICAS",
  })
  void serverThatDoesNotWriteIsStillRead(String setting, String bad, String good, String error) {
    try (OwnStore place = new OwnStore(version)) {
      place.say("one");
      place.server.ask("CONFIG", "SET", setting, bad);

      assertThatThrownBy(() -> place.say("never"))
          .isInstanceOf(StoreUnavailable.class)
          .hasStackTraceContaining(error);
      assertThat(place.store.works()).isFalse();
      assertThat(place.texts()).containsExactly("one");
      place.store.tryAgain();
      assertThat(place.store.works()).isFalse();

      place.server.ask("CONFIG", "SET", setting, good);
      place.awaitRecovery();

      assertThat(place.say("two").seq()).isEqualTo(2);
    }
  }

  @Test
  void replicaIsNotWritten() {
    try (OwnStore place = new OwnStore(version)) {
      place.say("one");
      place.server.ask("REPLICAOF", "127.0.0.1", "1");

      assertThatThrownBy(() -> place.say("never")).isInstanceOf(StoreUnavailable.class);

      place.server.ask("REPLICAOF", "NO", "ONE");
      place.awaitRecovery();
      assertThat(place.say("two").seq()).isEqualTo(2);
    }
  }

  @Test
  void forgottenScriptsAreSentAgain() {
    try (OwnStore place = new OwnStore(version)) {
      place.say("one");
      place.server.ask("SCRIPT", "FLUSH");
      place.say("two");
      place.server.ask("SCRIPT", "FLUSH");

      assertThat(place.texts()).containsExactly("one", "two");
      assertThat(place.store.works()).isTrue();
    }
  }

  @Test
  void cutConnectionsCostNothing() {
    try (OwnStore place = new OwnStore(version)) {
      for (int i = 0; i < 5; i++) {
        place.say("text " + i);
        place.server.ask("CLIENT", "KILL", "TYPE", "normal");
        place.awaitRecovery();
      }

      assertThat(place.texts()).hasSize(5);
    }
  }

  /** What a client does: it sends again under the same name until it is answered. */
  @Test
  void nothingIsLostOrDoubledWhereTheServerIsKilledAgainAndAgain() {
    int names = 1_500;
    try (OwnStore place = new OwnStore(version, OwnStore.synced())) {
      AtomicBoolean done = new AtomicBoolean();
      CompletableFuture<Void> killing = CompletableFuture.runAsync(() -> killUntil(done, place));
      for (int from = 0; from < names; from += 5) {
        List<Decider<String>> batch = new ArrayList<>();
        for (int i = from; i < from + 5; i++) {
          batch.add(OwnStore.once("name-" + i));
        }
        commitUntilAnswered(place, batch);
      }
      done.set(true);
      killing.join();

      place.awaitRecovery();
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < names; i++) {
        expected.add("name-" + i);
      }
      assertThat(place.texts()).isEqualTo(expected);
    }
  }

  private static void killUntil(AtomicBoolean done, OwnStore place) {
    for (int i = 0; i < 3 && !done.get(); i++) {
      String before = place.server.ask("INFO", "commandstats");
      while (!done.get() && place.server.ask("INFO", "commandstats").equals(before)) {
        Thread.onSpinWait();
      }
      place.server.kill();
      place.server.restart();
    }
  }

  private static void commitUntilAnswered(OwnStore place, List<Decider<String>> batch) {
    while (true) {
      try {
        assertThat(place.store.ledger().commit(batch)).hasOnlyElementsOfType(Outcome.Done.class);
        return;
      } catch (StoreUnavailable unavailable) {
        place.awaitRecovery();
      }
    }
  }
}
