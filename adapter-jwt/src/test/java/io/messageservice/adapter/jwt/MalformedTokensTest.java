package io.messageservice.adapter.jwt;

import static io.messageservice.adapter.jwt.TestTokens.SECRET;
import static io.messageservice.adapter.jwt.TestTokens.base64;
import static io.messageservice.adapter.jwt.TestTokens.signed;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.Identities.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedTokensTest {

  private static final String ALICE = "{\"sub\":\"alice\"}";
  private static final String GOOD = signed(ALICE);

  private final JwtIdentities identities = TestTokens.identities(SECRET);

  @Test
  void aTokenCutAnywhereIsRefused() {
    for (int end = 1; end < GOOD.length(); end++) {
      assertInvalid(GOOD.substring(0, end));
      assertInvalid(GOOD.substring(end));
    }
  }

  @Test
  void anEmptyBlankOrLengthenedSignatureIsRefused() {
    int signature = GOOD.lastIndexOf('.') + 1;

    assertInvalid(GOOD.substring(0, signature) + base64(new byte[0]));
    assertInvalid(GOOD.substring(0, signature) + base64(new byte[32]));
    assertInvalid(GOOD + "AAAA");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {".", "..", "...", "....", ". . .", "a.b.c", "null", " ", "\u0000", "é.é.é"})
  void whatIsNoTokenIsRefused(String text) {
    assertInvalid(text);
  }

  @ParameterizedTest
  @MethodSource("misshapen")
  void aTokenWithSomethingMoreIsRefused(String token) {
    assertInvalid(token);
  }

  static List<String> misshapen() {
    String[] parts = GOOD.split("\\.", -1);
    return List.of(
        GOOD + ".",
        "." + GOOD,
        GOOD + "." + parts[2],
        GOOD + "." + parts[1] + "." + parts[2],
        GOOD + "=",
        GOOD + " ",
        " " + GOOD,
        GOOD + "\n",
        "Bearer " + GOOD,
        parts[0] + ".." + parts[2],
        parts[0] + "." + parts[1] + "==." + parts[2]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "\"alice\"",
        "null",
        "7",
        "alice",
        "{",
        "{}{}",
        "{\"sub\":\"alice\"",
        "[{\"sub\":\"alice\"}]",
        "{\"sub\":\"alice\",\"sub\":\"bob\"}",
        "{'sub':'alice'}"
      })
  void claimsThatAreNotOneObjectAreRefused(String claims) {
    assertInvalid(signed(claims));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "null",
        "7",
        "HS256",
        "{\"alg\":\"HS256\"",
        "{\"alg\":\"none\",\"alg\":\"HS256\"}"
      })
  void aHeaderThatIsNotOneObjectIsRefused(String header) {
    assertInvalid(signed(header, ALICE));
  }

  @Test
  void deeplyNestedJsonIsRefused() {
    String deep = "[".repeat(2_000) + "]".repeat(2_000);

    assertInvalid(signed("{\"alg\":\"HS256\",\"x\":" + deep + "}", ALICE));
    assertInvalid(signed("{\"sub\":\"alice\",\"x\":" + deep + "}"));
    assertInvalid(signed("{\"sub\":\"alice\",\"x\":" + "[".repeat(5_000)));
  }

  @Test
  void theLongestTokenIsReadAndALongerOneIsNot() {
    String longest = padded(CompactForm.MAX_LENGTH);
    String longer = padded(CompactForm.MAX_LENGTH + 1);

    assertThat(Verdicts.known(identities, longest).user().value()).isEqualTo("alice");
    assertInvalid(longer);
  }

  @Test
  void noTokenIsSaidToBeMissing() {
    assertThat(Verdicts.refused(identities, "")).isEqualTo(Reason.MISSING);
  }

  /** A good token of at least so many characters, as few as base64 allows. */
  private static String padded(int length) {
    for (int pad = length / 2; pad < length; pad++) {
      String token = signed("{\"sub\":\"alice\",\"pad\":\"" + "x".repeat(pad) + "\"}");
      if (token.length() >= length) {
        return token;
      }
    }
    throw new AssertionError("no such length");
  }

  private void assertInvalid(String token) {
    assertThat(Verdicts.refused(identities, token)).as(token).isEqualTo(Reason.INVALID);
  }
}
