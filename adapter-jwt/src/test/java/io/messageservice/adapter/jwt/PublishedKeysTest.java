package io.messageservice.adapter.jwt;

import static io.messageservice.adapter.jwt.KeyPairs.alice;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.jwt.JwtEvents.Failure;
import io.messageservice.application.port.out.Identities.Verdict;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys that are fetched: time, the executor and the network stand still until they are moved. */
class PublishedKeysTest {

  private static final String OLD = alice("RS256", KeyPairs.RSA, "old");
  private static final String NEW = alice("ES256", KeyPairs.P256, "new");
  private static final KeyRing OLD_RING = ring(key("old", KeyPairs.RSA));
  private static final KeyRing NEW_RING = ring(key("new", KeyPairs.P256));

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<KeySource.Listener> fetches = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private final List<String> verdicts = new ArrayList<>();
  private Duration now = Duration.ofNanos(Long.MAX_VALUE - 5);
  private int room = Integer.MAX_VALUE;

  private final KeySet keys =
      new KeySet(
          fetches::add,
          () -> now.toNanosPart() + now.toSeconds() * 1_000_000_000,
          new JwtEvents() {
            @Override
            public void keysFetched(int usable) {
              events.add("fetched " + usable);
            }

            @Override
            public void fetchFailed(Failure cause) {
              events.add("failed " + cause);
            }
          });

  private final JwtIdentities identities =
      JwtIdentities.byKeySet(keys, TestTokens.ANY, TestTokens.CLOCK, this::execute);

  @AfterEach
  void nothingIsLeftToSay() {
    assertThat(tasks).isEmpty();
    assertThat(verdicts).isEmpty();
  }

  @Test
  void nothingIsDoneOnTheCallersThread() {
    identify(OLD);

    assertThat(fetches).isEmpty();
    assertThat(verdicts).isEmpty();
    work();
    assertThat(fetches).hasSize(1);
    answer(OLD_RING, "alice");
  }

  @Test
  void allWaitForTheFetchInFlight() {
    identify(OLD);
    work();
    identify(OLD);
    identify(NEW);
    work();

    assertThat(fetches).hasSize(1);
    assertThat(verdicts).isEmpty();
    answer(OLD_RING, "alice", "alice", "INVALID");
  }

  @Test
  void aKnownKeyWaitsForNobody() {
    begin();
    identify(NEW);
    identify(OLD);
    work();

    assertThat(fetches).hasSize(1);
    heard("INVALID", "alice");
    pass(KeySet.INTERVAL);
    identify(NEW);
    identify(OLD);
    work();
    heard("alice");
    assertThat(fetches).hasSize(2);
    answer(NEW_RING, "alice");
  }

  @Test
  void anUnknownKeyFetchesAgainAtMostOnceAMinute() {
    begin();
    pass(KeySet.INTERVAL);
    identify(NEW);
    work();
    answer(OLD_RING, "INVALID");

    for (int i = 0; i < 59; i++) {
      pass(Duration.ofSeconds(1));
      identify(alice("RS256", KeyPairs.RSA, "made-up-" + i));
      work();
      heard("INVALID");
    }
    assertThat(fetches).hasSize(2);

    pass(Duration.ofSeconds(1));
    identify(NEW);
    work();
    assertThat(fetches).hasSize(3);
    answer(NEW_RING, "alice");
  }

  @Test
  void aFailedFetchCountsTowardsTheMinuteAndSaysComeBack() {
    identify(OLD);
    work();
    fail(Failure.UNREACHABLE, "UNAVAILABLE");

    pass(Duration.ofSeconds(59));
    identify(OLD);
    work();
    heard("UNAVAILABLE");
    assertThat(fetches).hasSize(1);

    pass(Duration.ofSeconds(1));
    identify(OLD);
    work();
    answer(OLD_RING, "alice");
    assertThat(events).containsExactly("failed UNREACHABLE", "fetched 1");
  }

  @Test
  void aFailedFetchLeavesTheKeysThatThereWere() {
    begin();
    pass(KeySet.INTERVAL);
    identify(NEW);
    work();
    fail(Failure.TIMEOUT, "UNAVAILABLE");

    identify(OLD);
    identify(NEW);
    work();
    heard("alice", "UNAVAILABLE");
  }

  @Test
  void aWithdrawnKeyIsNoLongerBelievedAfterTheAge() {
    begin();
    pass(KeySet.MAX_AGE.minusSeconds(1));
    identify(OLD);
    work();
    heard("alice");

    pass(Duration.ofSeconds(1));
    identify(OLD);
    work();
    assertThat(verdicts).isEmpty();
    answer(NEW_RING, "INVALID");
  }

  @Test
  void oldKeysCountWhereNewOnesCannotBeHad() {
    begin();
    pass(KeySet.MAX_AGE);
    identify(OLD);
    work();

    fail(Failure.STATUS, "alice");
    identify(OLD);
    work();
    heard("alice");
    assertThat(fetches).hasSize(2);
  }

  @Test
  void anEmptySetIsTakenAtItsWord() {
    begin();
    pass(KeySet.MAX_AGE);
    identify(OLD);
    work();

    answer(KeyRing.EMPTY, "INVALID");
  }

  @Test
  void anAlgorithmOrKindThatTheNamedKeyDoesNotHaveFetchesNothing() {
    begin();
    pass(KeySet.INTERVAL);
    identify(alice("ES256", KeyPairs.P256, "old"));
    identify(KeyPairs.signed("{\"alg\":\"RS256\",\"kid\":\"old\"}", "RS512", KeyPairs.RSA));
    identify(TestTokens.signed("{\"alg\":\"HS256\",\"kid\":\"made-up\"}", "{\"sub\":\"eve\"}"));
    identify(TestTokens.signed("{\"alg\":\"none\",\"kid\":\"made-up\"}", "{\"sub\":\"eve\"}"));
    work();

    heard("INVALID", "INVALID", "INVALID", "INVALID");
    assertThat(fetches).hasSize(1);
  }

  @Test
  void aKeyForOneAlgorithmVerifiesNoOther() {
    identify(OLD);
    identify(alice("RS512", KeyPairs.RSA, "old"));
    identify(alice("RS512", KeyPairs.RSA));
    work();

    answer(ring(key("old", KeyPairs.RSA).onlyFor("RS256")), "alice", "INVALID", "INVALID");
  }

  @Test
  void aTokenWithoutIdIsOfTheOneKeyThatCanBeMeant() {
    identify(alice("RS256", KeyPairs.RSA));
    identify(alice("ES256", KeyPairs.P256));
    identify(alice("RS256", KeyPairs.OTHER_RSA));
    work();

    answer(ring(key("a", KeyPairs.RSA), key("b", KeyPairs.P256)), "alice", "alice", "INVALID");
  }

  @Test
  void aTokenWithoutIdIsRefusedWhereSeveralKeysCouldBeMeant() {
    identify(alice("RS256", KeyPairs.RSA));
    work();

    answer(ring(key("a", KeyPairs.RSA), key("b", KeyPairs.OTHER_RSA)), "INVALID");
  }

  @Test
  void aTokenWithAnIdIsNotOfAKeyWithoutOne() {
    identify(OLD);
    work();

    answer(ring(VerificationKey.of(Optional.empty(), KeyPairs.RSA.getPublic())), "INVALID");
  }

  @Test
  void theSetCannotBeMadeToVerifyByASharedSecret() {
    begin();
    byte[] encoded = KeyPairs.RSA.getPublic().getEncoded();
    String input =
        TestTokens.base64("{\"alg\":\"HS256\",\"kid\":\"old\"}")
            + "."
            + TestTokens.base64("{\"sub\":\"eve\"}");
    identify(TestTokens.sealed(input, "HmacSHA256", encoded));
    work();

    heard("INVALID");
  }

  @Test
  void whoeverFindsTheQueueFullIsToldToComeBack() {
    room = 2;
    identify(OLD);
    identify(OLD);
    identify(OLD);

    heard("UNAVAILABLE");
    work();
    answer(OLD_RING, "alice", "alice");
  }

  @Test
  void onlySoManyWaitForAFetch() {
    for (int i = 0; i <= KeySet.MAX_WAITING; i++) {
      identify(OLD);
    }
    work();

    heard("UNAVAILABLE");
    String[] all = new String[KeySet.MAX_WAITING];
    Arrays.fill(all, "alice");
    answer(OLD_RING, all);
  }

  @Test
  void warmingUpFetchesAndJudgesOnce() {
    List<String> done = new ArrayList<>();
    identities.warmUp(() -> done.add("done"));
    work();
    assertThat(done).isEmpty();
    answer(ring(key("old", KeyPairs.RSA), key("new", KeyPairs.P256)));

    assertThat(done).containsExactly("done");
    identify(OLD);
    work();
    heard("alice");
    assertThat(fetches).hasSize(1);
  }

  @Test
  void warmingUpEndsWhereNoKeysCanBeHad() {
    List<String> done = new ArrayList<>();
    identities.warmUp(() -> done.add("done"));
    work();
    fail(Failure.UNREACHABLE);

    assertThat(done).containsExactly("done");
  }

  private void begin() {
    identify(OLD);
    work();
    answer(OLD_RING, "alice");
  }

  private void identify(String token) {
    identities.identify(
        token,
        verdict ->
            verdicts.add(
                verdict instanceof Verdict.Known known
                    ? known.identity().user().value()
                    : ((Verdict.Refused) verdict).reason().name()));
  }

  private void execute(Runnable task) {
    if (tasks.size() == room) {
      throw new RejectedExecutionException("full");
    }
    tasks.add(task);
  }

  private void work() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private void answer(KeyRing ring, String... heard) {
    fetches.get(fetches.size() - 1).fetched(ring);
    work();
    heard(heard);
  }

  private void fail(Failure cause, String... heard) {
    fetches.get(fetches.size() - 1).failed(cause);
    work();
    heard(heard);
  }

  private void heard(String... expected) {
    assertThat(verdicts).containsExactlyInAnyOrder(expected);
    verdicts.clear();
  }

  private static VerificationKey key(String id, KeyPair pair) {
    return VerificationKey.of(Optional.of(id), pair.getPublic());
  }

  private static KeyRing ring(VerificationKey... keys) {
    return new KeyRing(List.of(keys));
  }
}
