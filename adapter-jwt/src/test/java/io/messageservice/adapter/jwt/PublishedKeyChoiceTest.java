package io.messageservice.adapter.jwt;

import static io.messageservice.adapter.jwt.KeyPairs.alice;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which of the published keys a token is verified by. */
class PublishedKeyChoiceTest extends PublishedKeysFixture {

  @Test
  void aKeyForOneAlgorithmVerifiesNoOther() {
    identify(OLD);
    identify(alice("RS512", KeyPairs.RSA, "old"));
    identify(alice("RS512", KeyPairs.RSA));

    answer(ring(key("old", KeyPairs.RSA).onlyFor("RS256")), "alice", "INVALID", "INVALID");
  }

  @Test
  void aTokenWithoutIdIsOfTheKeyThatHasSignedIt() {
    identify(alice("RS256", KeyPairs.RSA));
    identify(alice("ES256", KeyPairs.P256));

    answer(ring(key("a", KeyPairs.RSA), key("b", KeyPairs.P256)), "alice", "alice");
  }

  @Test
  void aTokenWithoutIdIsTriedByEachKeyThatCanBeMeant() {
    identify(alice("RS256", KeyPairs.RSA));
    identify(alice("RS256", KeyPairs.OTHER_RSA));
    identify(alice("RS256", KeyPairs.LARGE_RSA));

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

    answer(ring(keys), "INVALID");
  }

  @Test
  void aTokenWithoutIdThatNoKnownKeyHasSignedMayBeOfANewKey() {
    answerFirst(ring(key("a", KeyPairs.RSA)), alice("RS256", KeyPairs.RSA));
    identify(alice("RS256", KeyPairs.OTHER_RSA));
    identify(alice("ES256", KeyPairs.P256));

    answer(ring(key("b", KeyPairs.OTHER_RSA), key("c", KeyPairs.P256)), "alice", "alice");
    fetched(2);
  }

  @Test
  void aTokenIsTriedByAllKeysOfItsId() {
    identify(OLD);
    identify(alice("RS256", KeyPairs.OTHER_RSA, "old"));
    identify(alice("RS256", KeyPairs.LARGE_RSA, "old"));

    answer(
        ring(key("old", KeyPairs.RSA), key("old", KeyPairs.OTHER_RSA)),
        "alice",
        "alice",
        "INVALID");
    fetched(1);
  }

  @Test
  void theTimesOfATokenCountWhicheverKeyHasSignedIt() {
    identify(
        KeyPairs.signed(
            "{\"alg\":\"RS256\"}", "{\"sub\":\"a\",\"exp\":1}", "RS256", KeyPairs.OTHER_RSA));

    answer(ring(key("a", KeyPairs.RSA), key("b", KeyPairs.OTHER_RSA)), "EXPIRED");
  }

  @Test
  void aTokenWithAnIdIsNotOfAKeyWithoutOne() {
    identify(OLD);

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

    heard("INVALID");
  }
}
