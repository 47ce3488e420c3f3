package io.messageservice.blackbox.resume;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.Returning;
import io.messageservice.blackbox.ServiceProcess;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How much the reply of a join says of a large or long conversation. */
@AlsoInCluster
final class JoinReplyLimitsIT extends Returning {

  private static final int MOST_UNREAD = 999;
  private static final int MOST_READERS = 50;
  private static final int MOST_ONLINE = 100;

  @SuppressWarnings("NullAway.Init")
  private static ServiceProcess service;

  @BeforeAll
  static void startService() {
    service = ServiceProcess.ready(Map.of("RATE_LIMIT", "off"));
  }

  @AfterAll
  static void stopService() {
    service.close();
  }

  @Override
  public ServiceProcess service() {
    return service;
  }

  @Test
  void unreadIsCountedUpToALimit() {
    Client alice = connect("alice");
    Client bob = connect("bob");

    say(alice, lobby, "said", MOST_UNREAD - 1);
    assertThat(bob.join(lobby).get("unread").asInt()).isEqualTo(MOST_UNREAD - 1);
    bob.ask("leaveConversation", "conversationId", lobby);
    say(alice, lobby, "said", 1);
    assertThat(bob.join(lobby).get("unread").asInt()).isEqualTo(MOST_UNREAD);
    bob.ask("leaveConversation", "conversationId", lobby);
    say(alice, lobby, "said", 2);

    assertThat(bob.join(lobby).get("unread").asInt()).isEqualTo(MOST_UNREAD);
    assertThat(alice.join(lobby).get("unread").asInt()).as("her own do not count").isZero();
  }

  @Test
  void onlineAndReadersAreNamedUpToALimit() {
    Client writer = connect("writer");
    writer.say(lobby, "one");
    writer.ask("leaveConversation", "conversationId", lobby);
    writer.close();
    List<RawClient> crowd = new ArrayList<>();
    try {
      for (int n = 1; n <= MOST_ONLINE; n++) {
        crowd.add(inTheLobby("user" + n));
      }

      awaitPresenceTold(service);

      JsonNode reply = connect("alice").join(lobby);

      assertThat(reply.get("onlineCount").asInt()).isEqualTo(MOST_ONLINE + 1);
      List<String> named = new ArrayList<>();
      reply.get("online").forEach(user -> named.add(user.asText()));
      assertThat(named).hasSize(MOST_ONLINE);
      assertThat(new HashSet<>(named)).hasSize(MOST_ONLINE);
      assertThat(Json.texts(reply.get("readers"), "userId"))
          .hasSize(MOST_READERS)
          .doesNotHaveDuplicates();
      assertThat(Json.numbers(reply.get("readers"), "readUpTo")).containsOnly(1L);
    } finally {
      crowd.forEach(RawClient::close);
    }
  }

  /** A reader there; each step is answered before the next. */
  private RawClient inTheLobby(String name) {
    RawClient client = RawClient.upgraded(service, id(name));
    ask(client, "joinConversation");
    ask(client, "markConversationAsRead");
    return client;
  }

  private void ask(RawClient client, String event) {
    client.send(Client.command(event, "conversationId", lobby));
    JsonNode frame = client.readJson();
    while (!frame.has("success")) {
      frame = client.readJson();
    }
    assertThat(frame.get("success").asBoolean()).as("%s", frame).isTrue();
  }
}
