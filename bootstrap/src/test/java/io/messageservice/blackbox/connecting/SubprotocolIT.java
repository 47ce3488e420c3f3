package io.messageservice.blackbox.connecting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Heard.Closed;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.RawClient.Head;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Services;
import io.messageservice.blackbox.Tokens;
import io.messageservice.blackbox.WebSocketOnly;
import org.junit.jupiter.api.Test;

/** The subprotocol {@code message-service.v1}: a token without URL, and a greeting. */
@AlsoInCluster
@AlsoOverSse
final class SubprotocolIT extends Scenario {

  private static final String NAME = "message-service.v1";

  private Client greeted(ServiceProcess service, String name) {
    Client.Door door = new Client.Door(service.address("/"));
    return keep(door.subprotocols(NAME, "bearer." + Tokens.of(id(name))).open(id(name)));
  }

  @Test
  void helloIsTheFirstFrame() {
    Client alice = greeted(service(), "alice");

    JsonNode hello = alice.expectPush("hello");

    assertThat(alice.subprotocol()).isEqualTo(NAME);
    assertThat(Json.members(hello))
        .containsExactly(
            "connectionId", "epoch", "heartbeatMs", "maxFrameBytes", "since", "userId");
    assertThat(hello.get("userId").asText()).isEqualTo(alice.userId());
    assertThat(hello.get("heartbeatMs").asLong()).isEqualTo(30_000);
    assertThat(hello.get("maxFrameBytes").asLong()).isEqualTo(262_144);
    assertThat(hello.get("connectionId").asText()).isNotEmpty();
    assertThat(alice.join(id("lobby")).get("epoch")).isEqualTo(hello.get("epoch"));
  }

  @Test
  void everyConnectionHasAnIdOfItsOwn() {
    JsonNode first = greeted(service(), "alice").expectPush("hello");
    JsonNode second = greeted(service(), "alice").expectPush("hello");

    assertThat(first.get("connectionId")).isNotEqualTo(second.get("connectionId"));
    assertThat(first.get("epoch")).isEqualTo(second.get("epoch"));
  }

  @Test
  void connectionsWithAndWithoutItTalkToEachOther() {
    Client alice = greeted(service(), "alice");
    alice.expectPush("hello");
    Client bob = connect("bob");
    alice.join(id("lobby"));
    bob.join(id("lobby"));

    bob.expectMessage(alice.say(id("lobby"), "hello"));
    alice.expectMessage(bob.say(id("lobby"), "hello"));
  }

  @Test
  void badBearerIsClosedUnderTheSubprotocolSoThatTheReasonCanBeRead() {
    Client client = keep(door("/").subprotocols(NAME, "bearer.rubbish").open(id("alice")));

    assertThat(client.subprotocol()).isEqualTo(NAME);
    assertThat(client.expectClosed()).isEqualTo(new Closed(1008, "authentication failed"));
  }

  @Test
  @WebSocketOnly("it is about a header of the handshake")
  void bearerIsNeverEchoed() {
    try (RawClient raw = new RawClient(service())) {
      Head head =
          raw.handshake(
              "/", "Sec-WebSocket-Protocol: bearer." + Tokens.of(id("alice")) + ", " + NAME);

      assertThat(head.status()).isEqualTo(101);
      assertThat(head.headers()).containsEntry("sec-websocket-protocol", NAME);
      assertThat(head.headers().values()).noneMatch(value -> value.contains("bearer"));
      assertThat(raw.readJson().get("event").asText()).isEqualTo("hello");
    }
  }

  @Test
  void tokenMayStillComeInTheQuery() {
    Client alice =
        keep(door("/?token=" + Tokens.of(id("alice"))).subprotocols(NAME).open(id("alice")));

    assertThat(alice.expectPush("hello").get("userId").asText()).isEqualTo(alice.userId());
  }

  @Test
  void otherSubprotocolsAreNotSelected() {
    Client alice =
        keep(
            door("/?token=" + Tokens.of(id("alice"))).subprotocols("chat", "v2").open(id("alice")));

    assertThat(alice.subprotocol()).isEmpty();
    alice.hearsNothing();
  }

  @Test
  void settingsAreToldAndBearersTakenWhereTheQueryIsOff() {
    Client alice = greeted(Services.strict(), "alice");

    assertThat(alice.expectPush("hello").get("heartbeatMs").asLong()).isEqualTo(3_000);
  }
}
