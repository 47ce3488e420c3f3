package io.messageservice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.messageservice.blackbox.Heard.Closed;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Tokens of an auth service that publishes its keys and changes them. */
final class KeySetIT {

  private static final Closed FAILED = new Closed(1008, "authentication failed");
  private static final Closed LATER = new Closed(1013, "authentication unavailable");

  private final KeyPair first = KeyPairs.rsa();
  private final KeyPair second = KeyPairs.rsa();

  private static ServiceProcess by(AuthServer auth) {
    return ServiceProcess.ready(
        Map.of("JWT_SECRET", "", "JWT_JWKS_URL", auth.url(), "RATE_LIMIT", "off"));
  }

  private static Client with(ServiceProcess service, KeyPair pair, String kid) {
    String token = KeyPairs.token(pair, kid, Json.object("sub", "alice"));
    return new Client.Door(service.address("/?token=" + token)).open("alice");
  }

  private static void assertTaken(Client client) {
    client.hearsNothing();
    client.close();
  }

  @Test
  void theKeysAreThereBeforeTheFirstClient() {
    try (AuthServer auth = new AuthServer()) {
      auth.publish(KeyPairs.jwk(first, "first"));
      try (ServiceProcess service = by(auth)) {
        assertThat(auth.asked).hasValue(1);

        assertTaken(with(service, first, "first"));
        assertThat(with(service, second, "first").expectClosed()).isEqualTo(FAILED);
        assertThat(auth.asked).hasValue(1);
      }
    }
  }

  /** Takes a minute, since that is what has to pass between two fetches. */
  @Test
  void aNewKeyIsFetchedAndTheOldOneForgottenWhileOthersAreServed() {
    try (AuthServer auth = new AuthServer()) {
      auth.publish(KeyPairs.jwk(first, "first"));
      try (ServiceProcess service = by(auth)) {
        auth.publish(KeyPairs.jwk(second, "second"));
        await()
            .atMost(Duration.ofSeconds(90))
            .pollInterval(Duration.ofSeconds(1))
            .ignoreExceptions()
            .untilAsserted(() -> assertTaken(with(service, second, "second")));

        assertThat(auth.asked).hasValue(2);
        assertThat(with(service, first, "first").expectClosed()).isEqualTo(FAILED);
        assertThat(auth.asked).hasValue(2);
      }
    }
  }

  @Test
  void aStartWithoutKeysGoesOnAndSaysComeBack() {
    try (AuthServer auth = new AuthServer()) {
      auth.hold(new CountDownLatch(1));
      try (ServiceProcess service = by(auth)) {
        assertThat(with(service, first, "first").expectClosed()).isEqualTo(LATER);
        assertThat(auth.asked).hasValue(1);
        assertThat(service.output())
            .contains("token_keys_fetch_failed cause=timeout failures=1")
            .doesNotContain(KeyPairs.token(first, "first", Json.object("sub", "alice")));
      }
    }
  }
}
