package io.messageservice.blackbox.connecting;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.waiting.Patience;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Heard.Closed;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Services;
import io.messageservice.blackbox.Tokens;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Connecting where the settings are other than the defaults, and heartbeats short enough to see.
 */
final class StrictConnectingIT extends Scenario {

  @Override
  public ServiceProcess service() {
    return Services.strict();
  }

  private Client bearer(String token) {
    return keep(door("/").header("Authorization", "Bearer " + token).open(id("alice")));
  }

  @Test
  void tokenInTheQueryDoesNotCountWhereItIsOff() {
    Client byQuery = keep(door("/?token=" + Tokens.of(id("alice"))).open(id("alice")));
    assertThat(byQuery.expectClosed()).isEqualTo(new Closed(1008, "authentication required"));

    bearer(Tokens.of(id("alice"))).hearsNothing();
  }

  @Test
  void originsThatAreListedMayConnect() {
    assertThat(statusFor("https://app.example")).isEqualTo(101);
    assertThat(statusFor("https://admin.example:8443")).isEqualTo(101);
    assertThat(statusFor("http://127.0.0.1:9999")).isEqualTo(101);
    assertThat(statusFor("https://app.example.evil.example")).isEqualTo(403);
    assertThat(statusFor("https://evil.example")).isEqualTo(403);
  }

  private int statusFor(String origin) {
    try (RawClient raw = new RawClient(service())) {
      return raw.handshake("/", "Origin: " + origin).status();
    }
  }

  @Test
  void connectionOutlivesItsTokenWhereThatIsAllowed() {
    assertThat(service()).as("started before the token is made").isNotNull();
    long end = Tokens.secondsFromNow(-20);
    Client alice = bearer(Tokens.signed(Json.object("sub", id("alice"), "exp", end)));

    Patience.await().until(() -> Tokens.secondsFromNow(-32) >= end);

    alice.hearsNothing();
  }

  @Test
  void whoAnswersPingsStaysConnected() {
    Client alice = bearer(Tokens.of(id("alice")));

    Patience.await().until(() -> alice.pings() >= 3);

    alice.hearsNothing();
  }

  @Test
  void whoSendsNothingIsDroppedHoweverMuchTheyReceive() {
    Client alice = bearer(Tokens.of(id("alice")));
    String direct = id("direct");
    alice.tell(id("silent"), direct, "are you there?");
    try (RawClient silent = new RawClient(service())) {
      silent.handshake("/", "Authorization: Bearer " + Tokens.of(id("silent")));

      var end = CompletableFuture.runAsync(silent::endsByFin);
      Patience.await()
          .until(
              () -> {
                alice.say(direct, "still there?");
                return end.isDone();
              });
    }
  }
}
