package io.messageservice.adapter.jwt;

import static io.messageservice.adapter.jwt.TestTokens.NOW;
import static io.messageservice.adapter.jwt.TestTokens.OTHER_SECRET;
import static io.messageservice.adapter.jwt.TestTokens.SECRET;
import static io.messageservice.adapter.jwt.TestTokens.signed;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.Identities.Reason;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTimesTest {

  private final JwtIdentities identities = TestTokens.identities(SECRET);

  @ParameterizedTest
  @ValueSource(longs = {1_000_000_000_000L, 3_600, 1, 0, -29, -30})
  void aTokenIsGoodUntilItsExpiryAndTheSkewAfter(long fromNow) {
    String token = signed("{\"sub\":\"alice\",\"exp\":" + (NOW + fromNow) + "}");

    assertThat(Verdicts.known(identities, token).expiry())
        .contains(Instant.ofEpochSecond(NOW + fromNow));
  }

  @ParameterizedTest
  @ValueSource(longs = {-31, -3_600, -NOW, -NOW - 1})
  void aTokenIsExpiredPastTheSkew(long fromNow) {
    String token = signed("{\"sub\":\"alice\",\"exp\":" + (NOW + fromNow) + "}");

    assertThat(Verdicts.refused(identities, token)).isEqualTo(Reason.EXPIRED);
  }

  @Test
  void anExpiredTokenWithABadSignatureIsInvalid() {
    String claims = "{\"sub\":\"alice\",\"exp\":1}";
    String forged = signed(TestTokens.HS256, claims, "HmacSHA256", OTHER_SECRET);

    assertThat(Verdicts.refused(identities, forged)).isEqualTo(Reason.INVALID);
  }

  @ParameterizedTest
  @ValueSource(longs = {-3_600, 0, 29, 30})
  void aTokenIsGoodFromItsBeginningAndTheSkewBefore(long fromNow) {
    String token = signed("{\"sub\":\"alice\",\"nbf\":" + (NOW + fromNow) + "}");

    assertThat(Verdicts.known(identities, token).expiry()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 3_600, 1_000_000_000_000L})
  void aTokenBeforeItsTimeIsInvalid(long fromNow) {
    String token = signed("{\"sub\":\"alice\",\"nbf\":" + (NOW + fromNow) + "}");

    assertThat(Verdicts.refused(identities, token)).isEqualTo(Reason.INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\"soon\"",
        "\"1900000000\"",
        "\"2099-01-01T00:00:00Z\"",
        "true",
        "[]",
        "{}",
        "99999999999999999999",
        "9007199254740992",
        "-9223372036854775808",
        "1e300",
        "-1e300",
        "1e999999999"
      })
  void aTimeThatIsNoneMakesATokenInvalid(String time) {
    assertThat(Verdicts.refused(identities, signed("{\"sub\":\"alice\",\"exp\":" + time + "}")))
        .isEqualTo(Reason.INVALID);
    assertThat(Verdicts.refused(identities, signed("{\"sub\":\"alice\",\"nbf\":" + time + "}")))
        .isEqualTo(Reason.INVALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1800000060.75", "1.80000006e9", "1800000060"})
  void anExpiryMayHaveAFraction(String time) {
    String token = signed("{\"sub\":\"alice\",\"exp\":" + time + "}");

    assertThat(Verdicts.known(identities, token).expiry())
        .contains(Instant.ofEpochSecond(1_800_000_060));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"sub\":\"alice\"}", "{\"sub\":\"alice\",\"exp\":null}"})
  void anExpiryMayBeLeftOutUnlessItIsRequired(String claims) {
    JwtIdentities strict =
        JwtIdentities.bySecret(
            TestTokens.secret(SECRET),
            new JwtConfig(Optional.empty(), Optional.empty(), true),
            TestTokens.CLOCK);

    assertThat(Verdicts.known(identities, signed(claims)).expiry()).isEmpty();
    assertThat(Verdicts.refused(strict, signed(claims))).isEqualTo(Reason.INVALID);
    assertThat(Verdicts.known(strict, signed("{\"sub\":\"alice\",\"exp\":1900000000}")).expiry())
        .isPresent();
  }
}
