package io.messageservice.adapter.jwt;

import static io.messageservice.adapter.jwt.KeyPairs.alice;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.jwt.JwtEvents.Failure;
import io.messageservice.application.port.out.Identities.Credential;
import io.messageservice.application.port.out.Identities.Verdict;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
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
  void theCallersThreadWaitsForNoLock() {
    CompletableFuture<Void> call;
    synchronized (keys) {
      call = CompletableFuture.runAsync(() -> identify(OLD));
      assertThat(call).succeedsWithin(Duration.ofMinutes(1));
    }

    work();
    answer(OLD_RING, "alice");
  }

  @Test
  void allWaitForTheFetchInFlight() {
    identify(OLD);
    work();
    identify(OLD);
    identify(OLD);
    work();

    assertThat(fetches).hasSize(1);
    assertThat(verdicts).isEmpty();
    answer(OLD_RING, "alice", "alice", "alice");
  }

  @Test
  void aKnownKeyWaitsForNobody() {
    begin();
    identify(NEW);
    identify(OLD);
    work();

    heard("alice");
    assertThat(fetches).hasSize(2);
    answer(NEW_RING, "alice");
  }

  @Test
  void aKeyThatWasJustPublishedIsGoodAlthoughOthersWereJustFetched() {
    begin();
    identify(NEW);
    work();

    assertThat(verdicts).isEmpty();
    answer(ring(key("old", KeyPairs.RSA), key("new", KeyPairs.P256)), "alice");
    identify(OLD);
    work();
    heard("alice");
  }

  @Test
  void aKeyIsUnknownForGoodOnlyByASetThatWasFetchedAfterItsToken() {
    begin();
    identify(NEW, "bob");
    work();
    identify(NEW, "carol");
    work();
    assertThat(fetches).hasSize(2);

    answer(OLD_RING, "INVALID");

    assertThat(fetches).hasSize(3);
    answer(NEW_RING, "alice");
  }

  @Test
  void inventedKeysOfOneClientFetchTwiceThenOnceInHalfAMinute() {
    begin();
    for (int i = 0; i < 2; i++) {
      invent("eve");
      answer(OLD_RING, "INVALID");
    }

    for (int i = 0; i < 28; i++) {
      invent("eve");
      verdicts.clear();
      pass(Duration.ofSeconds(1));
    }
    assertThat(fetches).hasSize(3);

    pass(Duration.ofSeconds(2));
    invent("eve");
    answer(OLD_RING, "INVALID");
    invent("eve");
    heard("UNAVAILABLE 30");
  }

  @Test
  void inventedKeysOfAStrangerLeaveOthersTheirNewKey() {
    begin();
    for (int i = 0; i < 2; i++) {
      invent("eve");
      answer(OLD_RING, "INVALID");
    }
    invent("eve");
    heard("UNAVAILABLE 30");

    identify(NEW, "bob");
    work();
    answer(NEW_RING, "alice");
  }

  @Test
  void inventedKeysOfManyClientsFetchSixTimesThenOnceInTenSeconds() {
    begin();
    for (int i = 0; i < 6; i++) {
      invent("eve-" + i);
      answer(OLD_RING, "INVALID");
    }

    invent("eve-6");
    heard("UNAVAILABLE 10");
    assertThat(fetches).hasSize(7);
    pass(Duration.ofSeconds(10));
    identify(NEW, "bob");
    work();
    answer(NEW_RING, "alice");
  }

  @Test
  void beingToldToComeAgainSpendsNothing() {
    begin();
    for (int i = 0; i < 6; i++) {
      invent("eve-" + i);
      answer(OLD_RING, "INVALID");
    }
    for (int i = 0; i < 5; i++) {
      identify(NEW, "bob");
      work();
      heard("UNAVAILABLE 10");
    }

    pass(Duration.ofSeconds(10));
    identify(NEW, "bob");
    work();
    answer(OLD_RING, "INVALID");
    pass(Duration.ofSeconds(10));
    identify(NEW, "bob");
    work();
    answer(NEW_RING, "alice");
  }

  @Test
  void inventedKeysDoNotKeepOldKeysFromBeingFetched() {
    begin();
    pass(KeySet.MAX_AGE.minusSeconds(1));
    for (int i = 0; i < 6; i++) {
      invent("eve-" + i);
      answer(OLD_RING, "INVALID");
    }
    pass(KeySet.MAX_AGE);
    identify(OLD);
    work();

    answer(NEW_RING, "INVALID");
  }

  @Test
  void afterAFailedFetchTheNextOneBeginsTenSecondsLater() {
    identify(OLD);
    work();
    fail(Failure.UNREACHABLE, "UNAVAILABLE 10");

    pass(Duration.ofSeconds(9));
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
    identify(NEW);
    work();
    fail(Failure.TIMEOUT, "UNAVAILABLE 10");

    identify(OLD);
    identify(NEW);
    work();
    heard("alice", "UNAVAILABLE 10");
  }

  @Test
  void aWithdrawnKeyIsNoLongerBelievedAfterTheAge() {
    begin();
    pass(KeySet.REFRESH_AGE.minusSeconds(1));
    identify(OLD);
    work();
    heard("alice");
    assertThat(fetches).hasSize(1);

    pass(KeySet.MAX_AGE.minus(KeySet.REFRESH_AGE).plusSeconds(1));
    identify(OLD);
    work();
    assertThat(verdicts).isEmpty();
    answer(NEW_RING, "INVALID");
  }

  @Test
  void agingKeysAreFetchedAgainWhileTheyAreUsed() {
    begin();
    pass(KeySet.REFRESH_AGE);
    identify(OLD);
    work();

    heard("alice");
    assertThat(fetches).hasSize(2);
    answer(NEW_RING);
    identify(NEW);
    work();
    heard("alice");
  }

  @Test
  void tokensOfAgingKeysTakeNoRoomOfThoseThatWaitForTheFetch() {
    begin();
    pass(KeySet.REFRESH_AGE);
    for (int i = 0; i <= KeySet.MAX_WAITING; i++) {
      identify(OLD);
    }
    work();
    verdicts.clear();

    identify(NEW);
    work();

    answer(NEW_RING, "alice");
  }

  @Test
  void oldKeysCountWhereNewOnesCannotBeHadAndNobodyWaitsForThemAgain() {
    begin();
    pass(KeySet.MAX_AGE);
    identify(OLD);
    work();
    fail(Failure.STATUS, "alice");

    pass(KeySet.PAUSE);
    identify(OLD);
    work();
    heard("alice");
    assertThat(fetches).hasSize(3);
    answer(NEW_RING);
    identify(NEW);
    work();
    heard("alice");
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
  void aTokenWithoutIdIsOfTheKeyThatHasSignedIt() {
    identify(alice("RS256", KeyPairs.RSA));
    identify(alice("ES256", KeyPairs.P256));
    work();

    answer(ring(key("a", KeyPairs.RSA), key("b", KeyPairs.P256)), "alice", "alice");
  }

  @Test
  void aTokenWithoutIdIsTriedByEachKeyThatCanBeMeant() {
    identify(alice("RS256", KeyPairs.RSA));
    identify(alice("RS256", KeyPairs.OTHER_RSA));
    identify(alice("RS256", KeyPairs.LARGE_RSA));
    work();

    answer(
        ring(key("a", KeyPairs.RSA), key("b", KeyPairs.OTHER_RSA), key("c", KeyPairs.LARGE_RSA)),
        "alice",
        "alice",
        "alice");
  }

  @Test
  void aTokenWithoutIdIsTriedByFirstKeysOnly() {
    VerificationKey[] keys = new VerificationKey[KeyRing.MAX_TRIED + 1];
    Arrays.fill(keys, key("a", KeyPairs.RSA));
    keys[KeyRing.MAX_TRIED] = key("b", KeyPairs.OTHER_RSA);
    identify(alice("RS256", KeyPairs.OTHER_RSA));
    work();

    answer(ring(keys), "INVALID");
  }

  @Test
  void aTokenWithoutIdThatNoKnownKeyHasSignedMayBeOfANewKey() {
    answerFirst(ring(key("a", KeyPairs.RSA)), alice("RS256", KeyPairs.RSA));
    identify(alice("RS256", KeyPairs.OTHER_RSA));
    identify(alice("ES256", KeyPairs.P256));
    work();

    assertThat(fetches).hasSize(2);
    answer(ring(key("b", KeyPairs.OTHER_RSA), key("c", KeyPairs.P256)), "alice", "alice");
  }

  @Test
  void aTokenIsTriedByAllKeysOfItsId() {
    identify(OLD);
    identify(alice("RS256", KeyPairs.OTHER_RSA, "old"));
    identify(alice("RS256", KeyPairs.LARGE_RSA, "old"));
    work();

    answer(
        ring(key("old", KeyPairs.RSA), key("old", KeyPairs.OTHER_RSA)),
        "alice",
        "alice",
        "INVALID");
    assertThat(fetches).hasSize(1);
  }

  @Test
  void theTimesOfATokenCountWhicheverKeyHasSignedIt() {
    identify(
        KeyPairs.signed(
            "{\"alg\":\"RS256\"}", "{\"sub\":\"a\",\"exp\":1}", "RS256", KeyPairs.OTHER_RSA));
    work();

    answer(ring(key("a", KeyPairs.RSA), key("b", KeyPairs.OTHER_RSA)), "EXPIRED");
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
    answerFirst(OLD_RING, OLD);
  }

  private void answerFirst(KeyRing ring, String token) {
    identify(token);
    work();
    answer(ring, "alice");
  }

  /** A token of a key that is not published. */
  private void invent(String client) {
    identify(alice("RS256", KeyPairs.RSA, "made-up"), client);
    work();
  }

  private void identify(String token) {
    identify(token, "ann");
  }

  private void identify(String token, String client) {
    identities.identify(
        new Credential(token, client),
        verdict ->
            verdicts.add(
                verdict instanceof Verdict.Known known
                    ? known.identity().user().value()
                    : refusal((Verdict.Refused) verdict)));
  }

  /** Those who are to come again come spread over two seconds, which are left out. */
  private static String refusal(Verdict.Refused refused) {
    long seconds = refused.retryAfter().toSeconds() / 5 * 5;
    return refused.reason() + (seconds == 0 ? "" : " " + seconds);
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
