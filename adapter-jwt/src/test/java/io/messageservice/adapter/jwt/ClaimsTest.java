package io.messageservice.adapter.jwt;

import static io.messageservice.adapter.jwt.TestTokens.SECRET;
import static io.messageservice.adapter.jwt.TestTokens.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.messageservice.application.port.out.Identities;
import io.messageservice.application.port.out.Identities.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsTest {

  private final JwtIdentities identities = TestTokens.identities(SECRET);

  @ParameterizedTest
  @CsvSource({
    "HS256, 32", "HS256, 47", "HS256, 48", "HS256, 63", "HS256, 64", "HS256, 200",
    "HS384, 48", "HS384, 63", "HS384, 64", "HS512, 64", "HS512, 65", "HS512, 200"
  })
  void aSecretAdmitsWhatItIsLongEnoughFor(String algorithm, int secretBytes) {
    assertThat(Verdicts.known(withSecretOf(secretBytes), tokenBy(algorithm, secretBytes)).user())
        .hasToString("alice");
  }

  @ParameterizedTest
  @CsvSource({"HS384, 32", "HS384, 47", "HS512, 32", "HS512, 48", "HS512, 63"})
  void aSecretDoesNotAdmitWhatItIsTooShortFor(String algorithm, int secretBytes) {
    assertThat(Verdicts.refused(withSecretOf(secretBytes), tokenBy(algorithm, secretBytes)))
        .isEqualTo(Reason.INVALID);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "\"alice\", alice",
        "\"auth0|5f7c8ec7\", auth0|5f7c8ec7",
        "\"Ångström 😀\", Ångström 😀",
        "42, 42",
        "\"42\", 42",
        "0, 0",
        "-7, -7",
        "9007199254740993, 9007199254740993",
        "9223372036854775807, 9223372036854775807",
        "123456789012345678901234567890, 123456789012345678901234567890",
        "1.5, 1.5",
        "42.0, 42",
        "1e3, 1000"
      })
  void theSubjectIsTheUserId(String subject, String userId) {
    assertThat(Verdicts.known(identities, signed("{\"sub\":" + subject + "}")).user().value())
        .isEqualTo(userId);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"sub\":\"\"}",
        "{\"sub\":null}",
        "{\"sub\":true}",
        "{\"sub\":[]}",
        "{\"sub\":[\"alice\"]}",
        "{\"sub\":{\"id\":\"alice\"}}",
        "{\"sub\":\"a\\u0007b\"}",
        "{\"sub\":\"a\\u0000\"}",
        "{\"sub\":9007199254740993.0}",
        "{\"sub\":1e400}",
        "{\"sub\":1e-300}",
        "{\"sub\":NaN}",
        "{\"Sub\":\"alice\"}",
        "{\"username\":\"alice\"}"
      })
  void aTokenForNobodyIsRefused(String claims) {
    assertThat(Verdicts.refused(identities, signed(claims))).isEqualTo(Reason.INVALID);
  }

  @Test
  void aSubjectHasNoMoreThan128Characters() {
    String longest = "a".repeat(128);

    assertThat(Verdicts.known(identities, signed("{\"sub\":\"" + longest + "\"}")).user())
        .hasToString(longest);
    assertThat(Verdicts.refused(identities, signed("{\"sub\":\"" + longest + "a\"}")))
        .isEqualTo(Reason.INVALID);
    assertThat(Verdicts.refused(identities, signed("{\"sub\":" + "7".repeat(129) + "}")))
        .isEqualTo(Reason.INVALID);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      value = {
        "\"username\":\"u\",\"name\":\"n\",\"email\":\"e\"; u",
        "\"name\":\"n\",\"email\":\"e\"; n",
        "\"email\":\"e\"; e",
        "\"other\":\"o\"; id",
        "\"username\":\"\",\"name\":\"n\"; n",
        "\"username\":null,\"name\":\"n\"; n",
        "\"username\":7,\"name\":\"n\"; n",
        "\"username\":[\"u\"],\"name\":\"n\"; n",
        "\"username\":\" \\t\\n\",\"name\":\"n\"; n",
        "\"username\":\"\\u0000\\u001b\",\"email\":\"e\"; e",
        "\"username\":\"a\\u0007b\"; ab"
      })
  void theNameIsTheFirstThatCanBeShown(String members, String name) {
    String token = signed("{\"sub\":\"id\"," + members + "}");

    assertThat(Verdicts.known(identities, token).name().value()).isEqualTo(name);
  }

  @Test
  void aLongNameIsCutAt128Characters() {
    String token = signed("{\"sub\":\"id\",\"username\":\"" + "😀".repeat(200) + "\"}");

    assertThat(Verdicts.known(identities, token).name().value()).isEqualTo("😀".repeat(128));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"iat\":\"yesterday\"",
        "\"iat\":99999999999",
        "\"jti\":7",
        "\"role\":\"admin\"",
        "\"zip\":\"12345\"",
        "\"iss\":\"https://anyone\"",
        "\"aud\":\"anything\"",
        "\"aud\":[\"a\",\"b\"]",
        "\"alg\":\"none\""
      })
  void whatNobodyAskedForIsNotJudged(String member) {
    String token = signed("{\"sub\":\"alice\"," + member + "}");

    assertThat(Verdicts.known(identities, token).user()).hasToString("alice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"iss\":\"auth\",\"aud\":\"chat\"",
        "\"iss\":\"auth\",\"aud\":[\"chat\"]",
        "\"iss\":\"auth\",\"aud\":[\"shop\",\"chat\"]"
      })
  void aTokenOfTheIssuerForTheAudienceIsGood(String members) {
    assertThat(Verdicts.known(closed(), signed("{\"sub\":\"alice\"," + members + "}")).user())
        .hasToString("alice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"iss\":\"auth\"",
        "\"aud\":\"chat\"",
        "\"iss\":\"Auth\",\"aud\":\"chat\"",
        "\"iss\":\"auth \",\"aud\":\"chat\"",
        "\"iss\":[\"auth\"],\"aud\":\"chat\"",
        "\"iss\":\"auth\",\"aud\":\"chat2\"",
        "\"iss\":\"auth\",\"aud\":\"cha\"",
        "\"iss\":\"auth\",\"aud\":[]",
        "\"iss\":\"auth\",\"aud\":[\"shop\"]",
        "\"iss\":\"auth\",\"aud\":null",
        "\"iss\":null,\"aud\":\"chat\"",
        "\"iss\":\"auth\",\"aud\":{\"chat\":true}"
      })
  void aTokenOfAnotherIssuerOrForAnotherAudienceIsInvalid(String members) {
    assertThat(Verdicts.refused(closed(), signed("{\"sub\":\"alice\"," + members + "}")))
        .isEqualTo(Reason.INVALID);
  }

  @Test
  void aListenerThatFailsIsNotAskedTwice() {
    List<Object> heard = new ArrayList<>();

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                identities.identify(
                    new Identities.Credential(signed("{\"sub\":\"alice\"}"), "ann"),
                    verdict -> {
                      heard.add(verdict);
                      throw new IllegalStateException("broken listener");
                    }));
    assertThat(heard).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "\"message-service\", true",
        "\"a message-service b\", true",
        "\"message-services\", false",
        "\"\", false",
        "[\"message-service\"], false",
        "null, false"
      })
  void tokensOfServicesNeedTheirScope(String scope, boolean good) {
    JwtIdentities services =
        JwtIdentities.bySecret(
            TestTokens.secret(SECRET), JwtConfig.ofServices(false), TestTokens.CLOCK);
    String token = signed("{\"sub\":\"billing\",\"scope\":" + scope + "}");

    if (good) {
      assertThat(Verdicts.known(services, token).user()).hasToString("billing");
    } else {
      assertThat(Verdicts.refused(services, token)).isEqualTo(Reason.INVALID);
    }
    assertThat(Verdicts.known(identities, token).user()).hasToString("billing");
  }

  private static JwtIdentities closed() {
    return JwtIdentities.bySecret(
        TestTokens.secret(SECRET),
        new JwtConfig(Optional.of("auth"), Optional.of("chat"), false),
        TestTokens.CLOCK);
  }

  private static JwtIdentities withSecretOf(int bytes) {
    return TestTokens.identities("s".repeat(bytes));
  }

  private static String tokenBy(String algorithm, int secretBytes) {
    return signed(
        "{\"alg\":\"" + algorithm + "\"}",
        "{\"sub\":\"alice\"}",
        algorithm.replace("HS", "HmacSHA"),
        "s".repeat(secretBytes));
  }
}
