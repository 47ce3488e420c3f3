package io.messageservice.blackbox.connecting;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Heard.Closed;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.Tokens;
import org.junit.jupiter.api.Test;

/** Longer than a token: {@code authenticate} on a live connection. */
@AlsoInCluster
@AlsoOverSse
final class AuthenticateIT extends Scenario {

  /** The skew of 30 s is nearly over for a token that expired so long ago. */
  private static final int NEARLY_OVER = -20;

  @Test
  void whoRenewsHisTokenOutlivesTheOldOneAndWhoDoesNotIsClosed() {
    assertThat(service()).as("started before a token is made").isNotNull();
    Client renewing = keep(endingSoon("alice").open(id("alice")));
    renewing.ask("authenticate", "token", Tokens.of(id("alice")));

    Client other = keep(endingSoon("bob").open(id("bob")));

    assertThat(other.expectClosed()).isEqualTo(new Closed(1008, "token expired"));
    renewing.hearsNothing();
    renewing.join(id("lobby"));
  }

  @Test
  void aTokenThatEndsEarlierEndsTheConnectionEarlier() {
    Client alice = connect("alice");

    alice.ask("authenticate", "token", endingIn(NEARLY_OVER, "alice"));

    assertThat(alice.expectClosed()).isEqualTo(new Closed(1008, "token expired"));
  }

  @Test
  void aTokenThatIsNotGoodIsRefusedAndTheConnectionStays() {
    Client alice = connect("alice");

    alice.refused("forbidden", "authenticate", "token", Tokens.of(id("bob")));
    alice.refused("forbidden", "authenticate", "token", endingIn(-31, "alice"));
    alice.refused("forbidden", "authenticate", "token", "rubbish");
    alice.refused(
        "forbidden",
        "authenticate",
        "token",
        Tokens.signed(Json.object("sub", id("alice")), "another-secret-".repeat(5)));
    alice.refused("invalid_payload", "authenticate", "token", 5);

    alice.hearsNothing();
  }

  @Test
  void errorsTellTheCauseAndNotTheToken() {
    Client alice = connect("alice");
    String forged = Tokens.of(id("alice")) + "forged";

    assertThat(alice.refused("forbidden", "authenticate", "token", forged).get("error").asText())
        .isEqualTo("authentication failed");
    assertThat(
            alice
                .refused("forbidden", "authenticate", "token", endingIn(-31, "alice"))
                .get("error")
                .asText())
        .isEqualTo("token expired");
    assertThat(
            alice
                .refused("forbidden", "authenticate", "token", Tokens.of(id("bob")))
                .get("error")
                .asText())
        .isEqualTo("the token of another user");
  }

  private Client.Door endingSoon(String name) {
    return door("/?token=" + endingIn(NEARLY_OVER, name));
  }

  private String endingIn(int seconds, String name) {
    return Tokens.signed(Json.object("sub", id(name), "exp", Tokens.secondsFromNow(seconds)));
  }
}
