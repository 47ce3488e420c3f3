package io.messageservice.blackbox.connecting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Heard.Closed;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tokens where an expiry, an issuer and an audience are asked for. */
final class TokenSettingsIT extends Scenario {

  private static final String ISSUER = "https://auth.example";
  private static final Closed FAILED = new Closed(1008, "authentication failed");

  @SuppressWarnings("NullAway.Init")
  private static ServiceProcess service;

  @BeforeAll
  static void startService() {
    service =
        ServiceProcess.ready(
            Map.of("JWT_REQUIRE_EXP", "true", "JWT_ISSUER", ISSUER, "JWT_AUDIENCE", "chat"));
  }

  @AfterAll
  static void stopService() {
    service.close();
  }

  @Override
  public ServiceProcess service() {
    return service;
  }

  private ObjectNode goodClaims() {
    return Json.object(
        "sub", id("alice"), "iss", ISSUER, "aud", "chat", "exp", Tokens.secondsFromNow(3_600));
  }

  private Client with(ObjectNode claims) {
    return keep(door("/?token=" + Tokens.signed(claims)).open(id("alice")));
  }

  private Closed without(String claim) {
    ObjectNode claims = goodClaims();
    claims.remove(claim);
    return with(claims).expectClosed();
  }

  @Test
  void tokenThatHasItAllIsTaken() {
    with(goodClaims()).hearsNothing();
  }

  @Test
  void audienceMayBeOneOfSeveral() {
    ObjectNode claims = goodClaims();
    claims.set("aud", Json.array("mail", "chat"));

    with(claims).hearsNothing();
  }

  @Test
  void whatIsAskedForMustBeThere() {
    assertThat(without("exp")).isEqualTo(FAILED);
    assertThat(without("iss")).isEqualTo(FAILED);
    assertThat(without("aud")).isEqualTo(FAILED);
  }

  @Test
  void othersTokensAreRefused() {
    assertThat(with(goodClaims().put("iss", "https://other.example")).expectClosed())
        .isEqualTo(FAILED);
    assertThat(with(goodClaims().put("aud", "mail")).expectClosed()).isEqualTo(FAILED);
  }
}
