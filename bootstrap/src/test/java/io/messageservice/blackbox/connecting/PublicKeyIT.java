package io.messageservice.blackbox.connecting;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Heard.Closed;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of an auth service that signs with a key pair, of which we have the public half. */
final class PublicKeyIT extends Scenario {

  private static final Closed FAILED = new Closed(1008, "authentication failed");
  private static final KeyPair PAIR = SigningKeys.rsa();

  @SuppressWarnings("NullAway.Init")
  private static ServiceProcess service;

  @BeforeAll
  static void startService() {
    service =
        ServiceProcess.ready(Map.of("JWT_SECRET", "", "JWT_PUBLIC_KEY", SigningKeys.pem(PAIR)));
  }

  @AfterAll
  static void stopService() {
    service.close();
  }

  @Override
  public ServiceProcess service() {
    return service;
  }

  private Client with(String token) {
    return keep(door("/?token=" + token).open(id("alice")));
  }

  @Test
  void whatThePrivateKeySignedIsTaken() {
    Client alice = with(SigningKeys.token(PAIR, "any", Json.object("sub", id("alice"))));

    alice.join(id("room"));

    assertThat(alice.say(id("room"), "hello").get("senderId").asText()).isEqualTo(id("alice"));
  }

  @Test
  void forgeriesAreRefused() {
    String own = SigningKeys.token(SigningKeys.rsa(), "any", Json.object("sub", id("alice")));
    String confused = Tokens.signed(Json.object("sub", id("alice")), SigningKeys.pem(PAIR));

    assertThat(with(own).expectClosed()).isEqualTo(FAILED);
    assertThat(with(confused).expectClosed()).isEqualTo(FAILED);
    assertThat(with(Tokens.of(id("alice"))).expectClosed()).isEqualTo(FAILED);
    assertThat(with(Tokens.unsigned(Json.object("sub", id("alice")))).expectClosed())
        .isEqualTo(FAILED);
    assertThat(service.output()).doesNotContain(own).doesNotContain(confused);
  }

  @Test
  void aPastExpiryIsTold() {
    String token =
        SigningKeys.token(
            PAIR, "any", Json.object("sub", id("alice"), "exp", Tokens.secondsFromNow(-60)));

    assertThat(with(token).expectClosed()).isEqualTo(new Closed(1008, "token expired"));
  }

  @Test
  void theKeyMayLieInAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("auth.pem"), SigningKeys.pem(PAIR));
    try (ServiceProcess other =
        ServiceProcess.ready(Map.of("JWT_SECRET", "", "JWT_PUBLIC_KEY", file.toString()))) {
      String token = SigningKeys.token(PAIR, "any", Json.object("sub", "alice"));

      Client alice = keep(new Client.Door(other.address("/?token=" + token)).open("alice"));

      alice.hearsNothing();
      closeAll();
    }
  }
}
