package io.messageservice.adapter.jwt;

import static io.messageservice.adapter.jwt.KeyPairs.alice;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What tokens of unknown keys may cause. */
class KeyLookupBudgetTest extends PublishedKeysFixture {

  @Test
  void aKeyThatWasJustPublishedIsGoodAlthoughOthersWereJustFetched() {
    begin();
    identify(NEW);

    heardAlready();
    answer(ring(key("old", KeyPairs.RSA), key("new", KeyPairs.P256)), "alice");
    identify(OLD);
    heard("alice");
  }

  @Test
  void aKeyIsUnknownForGoodOnlyByASetThatWasFetchedAfterItsToken() {
    begin();
    identify(NEW, "bob");
    duringFetch(() -> identify(NEW, "carol"));

    prepare(OLD_RING);
    prepare(NEW_RING);

    heard("INVALID", "alice");
    fetched(3);
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
      heardToComeAgain();
      pass(Duration.ofSeconds(1));
    }
    fetched(3);

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
    fetched(7);
    pass(Duration.ofSeconds(10));
    identify(NEW, "bob");
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
      heard("UNAVAILABLE 10");
    }

    pass(Duration.ofSeconds(10));
    identify(NEW, "bob");
    answer(OLD_RING, "INVALID");
    pass(Duration.ofSeconds(10));
    identify(NEW, "bob");
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

    answer(NEW_RING, "INVALID");
  }

  @Test
  void anAlgorithmOrKindThatTheNamedKeyDoesNotHaveFetchesNothing() {
    begin();
    identify(alice("ES256", KeyPairs.P256, "old"));
    identify(KeyPairs.signed("{\"alg\":\"RS256\",\"kid\":\"old\"}", "RS512", KeyPairs.RSA));
    identify(TestTokens.signed("{\"alg\":\"HS256\",\"kid\":\"made-up\"}", "{\"sub\":\"eve\"}"));
    identify(TestTokens.signed("{\"alg\":\"none\",\"kid\":\"made-up\"}", "{\"sub\":\"eve\"}"));

    heard("INVALID", "INVALID", "INVALID", "INVALID");
    fetched(1);
  }

  @Test
  void onlySoManyWaitForAFetch() {
    begin();
    for (int i = 0; i <= FetchedKeyVerifier.MAX_WAITING; i++) {
      identify(NEW);
    }
    verifiers.work();

    heardAlready("UNAVAILABLE");
    String[] all = new String[FetchedKeyVerifier.MAX_WAITING];
    Arrays.fill(all, "alice");
    answer(NEW_RING, all);
    fetched(2);
  }
}
