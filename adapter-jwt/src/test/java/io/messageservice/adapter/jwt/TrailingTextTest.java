package io.messageservice.adapter.jwt;

import static io.messageservice.adapter.jwt.TestTokens.HS256;
import static io.messageservice.adapter.jwt.TestTokens.SECRET;
import static io.messageservice.adapter.jwt.TestTokens.signed;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.Identities.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrailingTextTest {

  private static final String ALICE = "{\"sub\":\"alice\",\"x\":[\"}\\\"}\",{\"y\":\"\\\\\"}]}";

  private final JwtIdentities identities = TestTokens.identities(SECRET);

  @ParameterizedTest
  @ValueSource(strings = {"x", "{}", " {\"sub\":\"bob\"}", "}", "]", ",", "\"", "\u0000", " null"})
  void whatFollowsTheObjectMakesATokenInvalid(String more) {
    assertThat(Verdicts.refused(identities, signed(ALICE + more))).isEqualTo(Reason.INVALID);
    assertThat(Verdicts.refused(identities, signed(HS256 + more, ALICE))).isEqualTo(Reason.INVALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n", "\r\n\t "})
  void blanksMayFollow(String blanks) {
    assertThat(Verdicts.known(identities, signed(HS256 + blanks, ALICE + blanks)).user())
        .hasToString("alice");
  }
}
