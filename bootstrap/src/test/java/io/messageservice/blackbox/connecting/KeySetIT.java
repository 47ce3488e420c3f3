package io.messageservice.blackbox.connecting;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Heard.Closed;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of an auth service that publishes its keys and changes them. */
final class KeySetIT {

  private static final Closed FAILED = new Closed(1008, "authentication failed");
  private static final String LATER = "authentication unavailable, reconnect after \\d+ ms";

  private final KeyPair first = SigningKeys.rsa();
  private final KeyPair second = SigningKeys.rsa();

  private static ServiceProcess by(AuthServer auth) {
    return ServiceProcess.ready(
        Map.of("JWT_SECRET", "", "JWT_JWKS_URL", auth.url(), "RATE_LIMIT", "off"));
  }

  private static Client with(ServiceProcess service, KeyPair pair, String kid) {
    return withToken(service, SigningKeys.token(pair, kid, Json.object("sub", "alice")));
  }

  private static Client withToken(ServiceProcess service, String token) {
    return new Client.Door(service.address("/?token=" + token)).open("alice");
  }

  private static void assertLater(Client client) {
    Closed closed = client.expectClosed();
    assertThat(closed.code()).isEqualTo(1013);
    assertThat(closed.reason()).matches(LATER);
  }

  private static void assertTaken(Client client) {
    client.hearsNothing();
    client.close();
  }

  @Test
  void theKeysAreThereBeforeTheFirstClient() {
    try (AuthServer auth = new AuthServer()) {
      auth.publish(SigningKeys.jwk(first, "first"));
      try (ServiceProcess service = by(auth)) {
        assertThat(auth.asked).hasValue(1);

        assertTaken(with(service, first, "first"));
        assertThat(with(service, second, "first").expectClosed()).isEqualTo(FAILED);
        assertThat(auth.asked).hasValue(1);
      }
    }
  }

  @Test
  void aNewKeyIsGoodAtOnceAndTheOldOneForgotten() {
    try (AuthServer auth = new AuthServer()) {
      auth.publish(SigningKeys.jwk(first, "first"));
      try (ServiceProcess service = by(auth)) {
        auth.publish(SigningKeys.jwk(second, "second"));

        assertTaken(with(service, second, "second"));
        assertThat(auth.asked).hasValue(2);
        assertThat(with(service, first, "first").expectClosed()).isEqualTo(FAILED);
        assertThat(auth.asked).hasValue(3);
      }
    }
  }

  @Test
  void inventedKeysAreToldToComeBackWhenTheyHaveBeenLookedForTooOften() {
    try (AuthServer auth = new AuthServer()) {
      auth.publish(SigningKeys.jwk(first, "first"));
      try (ServiceProcess service = by(auth)) {
        assertThat(with(service, second, "made-up").expectClosed()).isEqualTo(FAILED);
        assertThat(with(service, second, "made-up").expectClosed()).isEqualTo(FAILED);

        assertLater(with(service, second, "made-up"));

        assertThat(auth.asked).hasValue(3);
        assertTaken(with(service, first, "first"));
      }
    }
  }

  @Test
  void tokensWithoutKeyIdAreOfAnyKeyThatIsPublished() {
    try (AuthServer auth = new AuthServer()) {
      auth.publish(SigningKeys.jwk(first, "first"), SigningKeys.jwk(second, "second"));
      try (ServiceProcess service = by(auth)) {
        assertTaken(withToken(service, SigningKeys.token(first, Json.object("sub", "alice"))));
        assertTaken(withToken(service, SigningKeys.token(second, Json.object("sub", "alice"))));
        assertThat(auth.asked).hasValue(1);
      }
    }
  }

  @Test
  void hostNameMayHaveAnUnderscore(@TempDir Path folder) throws IOException {
    Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 my_auth localhost\n");
    try (AuthServer auth = new AuthServer()) {
      auth.publish(SigningKeys.jwk(first, "first"));
      Map<String, String> settings =
          Map.of(
              "JWT_SECRET",
              "",
              "JWT_JWKS_URL",
              auth.url("my_auth"),
              "JAVA_TOOL_OPTIONS",
              "-Djdk.net.hosts.file=" + hosts);
      try (ServiceProcess service = ServiceProcess.ready(settings)) {
        assertTaken(with(service, first, "first"));
        assertThat("http://" + auth.host + "/keys").isEqualTo(auth.url("my_auth"));
      }
    }
  }

  @Test
  void aStartWithoutKeysGoesOnAndSaysComeBack() {
    try (AuthServer auth = new AuthServer()) {
      auth.hold(new CountDownLatch(1));
      try (ServiceProcess service = by(auth)) {
        assertLater(with(service, first, "first"));
        await()
            .until(
                () ->
                    service.output().contains("token_keys_fetch_failed cause=timeout failures=1"));
        assertThat(service.output())
            .doesNotContain(SigningKeys.token(first, "first", Json.object("sub", "alice")));
      }
    }
  }
}
