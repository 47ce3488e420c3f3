package io.messageservice.adapter.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.jwt.JwtEvents.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys as they are fetched, age and outlive an outage of the auth service. */
class PublishedKeysTest extends PublishedKeysFixture {

  @Test
  void nothingIsDoneOnTheCallersThread() {
    identify(OLD);

    fetched(0);
    heardAlready();
    answer(OLD_RING, "alice");
    fetched(1);
  }

  @Test
  void theCallersThreadWaitsForNoLock() {
    begin();
    identify(NEW);
    duringFetch(() -> identify(OLD));

    answer(ring(key("old", KeyPairs.RSA), key("new", KeyPairs.P256)), "alice", "alice");
  }

  @Test
  void allWaitForTheFetchInFlight() {
    identify(OLD);
    duringFetch(
        () -> {
          identify(OLD);
          identify(OLD);
        });

    answer(OLD_RING, "alice", "alice", "alice");
    fetched(1);
  }

  @Test
  void aKnownKeyWaitsForNobody() {
    begin();
    identify(NEW);
    duringFetch(
        () -> {
          identify(OLD);
          verifiers.work();
          heardAlready("alice");
        });

    answer(NEW_RING, "alice");
    fetched(2);
  }

  @Test
  void afterAFailedFetchTheNextOneBeginsTenSecondsLater() {
    identify(OLD);
    fail(Failure.UNREACHABLE, "UNAVAILABLE 10");

    pass(Duration.ofSeconds(9));
    identify(OLD);
    heard("UNAVAILABLE");
    fetched(1);

    pass(Duration.ofSeconds(1));
    identify(OLD);
    answer(OLD_RING, "alice");
    assertThat(events).containsExactly("failed UNREACHABLE", "fetched 1");
  }

  @Test
  void aFailedFetchLeavesTheKeysThatThereWere() {
    begin();
    identify(NEW);
    fail(Failure.TIMEOUT, "UNAVAILABLE 10");

    identify(OLD);
    identify(NEW);
    heard("alice", "UNAVAILABLE 10");
  }

  @Test
  void aWithdrawnKeyIsNoLongerBelievedAfterTheAge() {
    begin();
    pass(KeySet.REFRESH_AGE.minusSeconds(1));
    identify(OLD);
    heard("alice");
    fetched(1);

    pass(KeySet.MAX_AGE.minus(KeySet.REFRESH_AGE).plusSeconds(1));
    identify(OLD);
    heardAlready();
    answer(NEW_RING, "INVALID");
  }

  @Test
  void agingKeysAreFetchedAgainWhileTheyAreUsed() {
    begin();
    pass(KeySet.REFRESH_AGE);
    identify(OLD);
    verifiers.work();

    heardAlready("alice");
    answer(NEW_RING);
    fetched(2);
    identify(NEW);
    heard("alice");
  }

  @Test
  void tokensOfAgingKeysTakeNoRoomOfThoseThatWaitForTheFetch() {
    begin();
    pass(KeySet.REFRESH_AGE);
    String[] all = new String[FetchedKeyVerifier.MAX_WAITING + 1];
    Arrays.fill(all, "alice");
    for (int i = 0; i < all.length; i++) {
      identify(OLD);
    }
    verifiers.work();
    heardAlready(all);

    identify(NEW);

    answer(NEW_RING, "alice");
  }

  @Test
  void oldKeysCountWhereNewOnesCannotBeHadAndNobodyWaitsForThemAgain() {
    begin();
    pass(KeySet.MAX_AGE);
    identify(OLD);
    fail(Failure.STATUS, "alice");

    pass(KeySet.PAUSE);
    identify(OLD);
    verifiers.work();
    heardAlready("alice");
    fetched(2);
    answer(NEW_RING);
    fetched(3);
    identify(NEW);
    heard("alice");
  }

  @Test
  void keysOutliveAnOutageOfManyHours() {
    begin();
    pass(KeySet.MAX_AGE);
    for (int i = 0; i < 100; i++) {
      identify(OLD);
      fail(Failure.TIMEOUT, "alice");
      pass(Duration.ofHours(1));
    }
  }

  @Test
  void anEmptySetIsTakenAtItsWord() {
    begin();
    pass(KeySet.MAX_AGE);
    identify(OLD);

    answer(KeyRing.EMPTY, "INVALID");
  }

  @Test
  void whoeverFindsTheQueueFullIsToldToComeBack() {
    verifiers.limit(2);
    identify(OLD);
    identify(OLD);
    identify(OLD);

    heardAlready("UNAVAILABLE");
    answer(OLD_RING, "alice", "alice");
  }

  @Test
  void warmingUpFetchesAndVerifiesOnce() {
    List<String> done = new ArrayList<>();
    identities.warmUp(() -> done.add("done"));
    assertThat(done).isEmpty();
    answer(ring(key("old", KeyPairs.RSA), key("new", KeyPairs.P256)));

    assertThat(done).containsExactly("done");
    identify(OLD);
    heard("alice");
    fetched(1);
  }

  @Test
  void warmingUpEndsWhereNoKeysCanBeHad() {
    List<String> done = new ArrayList<>();
    identities.warmUp(() -> done.add("done"));
    fail(Failure.UNREACHABLE);

    assertThat(done).containsExactly("done");
  }

  @Test
  void aFetcherThatHasStoppedTakesNoLookups() {
    begin();
    lookups.shutdown();

    identify(NEW);
    identify(OLD);
    heard("UNAVAILABLE", "alice");
    pass(KeySet.REFRESH_AGE);
    identify(OLD);
    heard("alice");
  }
}
