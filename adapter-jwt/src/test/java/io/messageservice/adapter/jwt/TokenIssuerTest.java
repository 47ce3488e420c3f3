package io.messageservice.adapter.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.messageservice.application.port.out.Identities.Reason;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.Identity;
import io.messageservice.domain.user.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenIssuerTest {

  private final TokenIssuer issuer =
      new TokenIssuer(TestTokens.bytes(TestTokens.SECRET), TestTokens.CLOCK);
  private final JwtIdentities identities = TestTokens.identities(TestTokens.SECRET);

  @Test
  void whatIsIssuedIsBelieved() {
    String token = issuer.issue("alice", Optional.of("Alice"), Duration.ofHours(1));

    assertThat(Verdicts.known(identities, token))
        .isEqualTo(
            new Identity(
                new UserId("alice"),
                new DisplayName("Alice"),
                Optional.of(Instant.ofEpochSecond(TestTokens.NOW + 3600))));
  }

  @Test
  void theTokenSaysNoMoreThanItMust() {
    String token = issuer.issue("alice", Optional.of("Alice"), Duration.ofMinutes(1));

    assertThat(part(token, 0)).isEqualTo("{\"alg\":\"HS256\"}");
    assertThat(part(token, 1))
        .isEqualTo(
            "{\"sub\":\"alice\",\"iat\":1800000000,\"exp\":1800000060,\"username\":\"Alice\"}");
  }

  @Test
  void aNamelessUserIsCalledByHisId() {
    String token = issuer.issue("bob", Optional.empty(), Duration.ofHours(1));

    assertThat(Verdicts.known(identities, token).name()).isEqualTo(new DisplayName("bob"));
  }

  @Test
  void aLongSecretStillSignsWithHs256() {
    String secret = TestTokens.SECRET.repeat(2);
    String token =
        new TokenIssuer(TestTokens.bytes(secret), TestTokens.CLOCK)
            .issue("bob", Optional.empty(), Duration.ofHours(1));

    assertThat(part(token, 0)).isEqualTo("{\"alg\":\"HS256\"}");
    assertThat(Verdicts.known(TestTokens.identities(secret), token).user())
        .isEqualTo(new UserId("bob"));
  }

  @Test
  void aSpanThatIsOverMakesAnExpiredToken() {
    String token = issuer.issue("bob", Optional.empty(), Duration.ofHours(-1));

    assertThat(Verdicts.refused(identities, token)).isEqualTo(Reason.EXPIRED);
  }

  @Test
  void anIdThatNobodyCanHaveIsNotIssued() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> issuer.issue("", Optional.empty(), Duration.ofHours(1)));
  }

  private static String part(String token, int index) {
    String part = token.split("\\.", -1)[index];
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }
}
