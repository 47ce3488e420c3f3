package io.messageservice.blackbox.conversation;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Services;
import io.messageservice.blackbox.Tokens;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** {@code getPresence}: who is online, and when others were last seen. */
@AlsoInCluster
@AlsoOverSse
final class GetPresenceIT {

  private static JsonNode ask(Client client, String... users) {
    JsonNode reply = client.ask("getPresence", "userIds", List.of(users));
    assertThat(Json.members(reply)).containsExactly("event", "statuses", "success");
    return reply.get("statuses");
  }

  private static ObjectNode status(String user, boolean online) {
    return Json.object("userId", user, "online", online);
  }

  /** Asks until the user is offline, and returns when they were last seen. */
  private static Instant lastSeen(Client client, String user) {
    JsonNode status =
        await()
            .until(() -> ask(client, user).get(0), answered -> !answered.get("online").asBoolean());
    assertThat(Json.members(status)).containsExactly("lastSeenAt", "online", "userId");
    assertThat(status.get("lastSeenAt").asText()).matches(".*T.*\\.\\d{3}Z");
    return Instant.parse(status.get("lastSeenAt").asText());
  }

  @Nested
  final class ToEveryone extends Scenario {

    @Override
    public ServiceProcess service() {
      return Services.defaults();
    }

    @Test
    void eachIsToldOfInTheOrderAsked() {
      Client alice = connectWatching("alice");
      Client carol = connect("carol");
      alice.expectPush("userOnline");

      JsonNode statuses = ask(alice, carol.userId(), id("none"), alice.userId(), carol.userId());

      assertThat(statuses)
          .containsExactly(
              status(carol.userId(), true),
              status(id("none"), false),
              status(alice.userId(), true),
              status(carol.userId(), true));
    }

    @Test
    void whoLeftIsOfflineWhenHisLastConnectionIsClosed() {
      Client alice = connectWatching("alice");
      Client bob = connect("bob");
      alice.expectPush("userOnline");
      Client bobsPhone = connect("bob");
      awaitPresenceTold(service());
      bob.close();
      assertThat(ask(alice, bob.userId())).containsExactly(status(bob.userId(), true));
      bobsPhone.close();
      alice.expectPush("userOffline");

      Instant seen = lastSeen(alice, bob.userId());

      assertThat(lastSeen(alice, bob.userId())).isEqualTo(seen);
    }

    @Test
    void whoComesBackIsOnlineAgain() {
      Client alice = connectWatching("alice");
      Client bob = connect("bob");
      assertThat(alice.expectPush("userOnline").get("userId").asText()).isEqualTo(bob.userId());
      bob.close();
      assertThat(alice.expectPush("userOffline").get("userId").asText()).isEqualTo(bob.userId());
      connect("bob");
      alice.expectPush("userOnline");

      assertThat(ask(alice, bob.userId())).containsExactly(status(bob.userId(), true));
    }

    @Test
    void connectionsOfTheSubprotocolAskTheSameWay() {
      Client alice =
          keep(
              door("/")
                  .subprotocols("message-service.v1", "bearer." + Tokens.of(id("alice")))
                  .open(id("alice")));
      alice.expectPush("hello");

      assertThat(ask(alice, alice.userId(), id("none")))
          .containsExactly(status(alice.userId(), true), status(id("none"), false));
    }

    @Test
    void badPayloadsAreRefused() {
      Client alice = connect("alice");

      alice.refused("invalid_payload", "getPresence");
      alice.refused("invalid_payload", "getPresence", "userIds", alice.userId());
      alice.refused("invalid_payload", "getPresence", "userIds", List.of());
      alice.refused("invalid_payload", "getPresence", "userIds", List.of("a", ""));
      alice.refused("invalid_payload", "getPresence", "userIds", List.of("a\nb"));
    }

    @Test
    void twoHundredMayBeAskedForAtOnce() {
      Client alice = connect("alice");
      List<String> users = Collections.nCopies(200, alice.userId());

      assertThat(ask(alice, users.toArray(String[]::new))).hasSize(200);

      alice.refused("too_large", "getPresence", "userIds", Collections.nCopies(201, "bob"));
    }
  }

  @Nested
  final class ToContacts extends Scenario {

    @Test
    void strangersLookLikeNobody() {
      Client alice = connect("alice");
      Client bob = connect("bob");
      Client carol = connect("carol");
      alice.join(id("open"));
      carol.join(id("open"));
      converse(alice, bob, id("direct"));
      alice.expectMessage(carol.tell(alice.userId(), id("unasked"), "hello"));

      await().until(() -> ask(alice, bob.userId()).get(0).get("online").asBoolean());

      assertThat(ask(alice, carol.userId(), bob.userId(), alice.userId(), id("none")))
          .containsExactly(
              status(carol.userId(), false),
              status(bob.userId(), true),
              status(alice.userId(), true),
              status(id("none"), false));
      carol.close();
      bob.close();
      lastSeen(alice, bob.userId());

      assertThat(ask(alice, carol.userId())).containsExactly(status(carol.userId(), false));
    }
  }
}
