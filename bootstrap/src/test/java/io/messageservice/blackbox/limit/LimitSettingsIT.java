package io.messageservice.blackbox.limit;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Attachments;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The limits as an operator sets them, each at its last good value and the first bad one. */
final class LimitSettingsIT extends Scenario {

  @SuppressWarnings("NullAway.Init")
  private static ServiceProcess service;

  private final String room = id("room");

  @BeforeAll
  static void startService() {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "MAX_FRAME_BYTES", "2KiB",
                "MAX_CONTENT_LENGTH", "20",
                "MAX_ATTACHMENTS", "1",
                "MAX_METADATA_BYTES", "16",
                "MAX_JSON_DEPTH", "6",
                "MAX_ROOMS_PER_CONNECTION", "2",
                "MAX_PARTICIPANTS", "3",
                "MAX_CONNECTIONS_PER_USER", "2"));
    settings.putAll(Crowd.SETTINGS);
    service = ServiceProcess.ready(settings);
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
  void frames() {
    String ping = "{\"event\":\"ping\"}";
    Client alice = connect("alice");
    alice.sendText(ping + " ".repeat(2_048 - ping.length()));
    alice.expectPush("pong");

    alice.sendText(ping + " ".repeat(2_049 - ping.length()));

    assertThat(alice.expectClosed().code()).isEqualTo(1009);
  }

  @Test
  void content() {
    Client alice = connect("alice");

    alice.say(room, "🌄".repeat(20));
    alice.refused("too_large", "sendMessage", message("content", "x".repeat(21)));
  }

  @Test
  void attachments() {
    Client alice = connect("alice");
    JsonNode file = Attachments.minimal();

    alice.ask("sendMessage", message("attachments", Json.array(file)));
    alice.refused("invalid_payload", "sendMessage", message("attachments", Json.array(file, file)));
  }

  @Test
  void metadata() {
    Client alice = connect("alice");
    JsonNode good = Attachments.with("metadata", "x".repeat(14));
    JsonNode bad = Attachments.with("metadata", "x".repeat(15));

    alice.ask("sendMessage", message("attachments", Json.array(good)));
    alice.refused("too_large", "sendMessage", message("attachments", Json.array(bad)));
  }

  @Test
  void depth() {
    Client alice = connect("alice");

    alice.sendText("{\"event\":\"ping\",\"payload\":{\"x\":[[[[]]]]}}");
    alice.expectPush("pong");
    alice.sendText("{\"event\":\"ping\",\"payload\":{\"x\":[[[[[]]]]]}}");
    alice.expectError("invalid_format", null);
  }

  @Test
  void roomsOfAConnection() {
    Client alice = connect("alice");
    alice.join(id("one"));
    alice.join(id("two"));

    alice.refused("too_large", "joinConversation", "conversationId", id("three"));
    alice.ask("leaveConversation", "conversationId", id("one"));
    alice.join(id("three"));
  }

  @Test
  void participantsOfAConversation() {
    Client alice = connect("alice");
    alice.join(room);
    alice.say(room, "hello");
    connect("bob").join(room);
    Client carol = connect("carol");
    carol.join(room);
    Client dave = connect("dave");

    dave.refused("too_large", "joinConversation", "conversationId", room);
    dave.refused("too_large", "sendMessage", "conversationId", room, "content", "x");
    carol.join(room); // who takes part already
    carol.ask("leaveConversation", "conversationId", room);
    dave.join(room);
  }

  @Test
  void connectionsOfAUser() {
    Client first = connect("alice");
    connect("alice");

    Client third = keep(door("/?token=" + Tokens.of(id("alice"))).open(id("alice")));

    assertThat(third.expectClosed().code()).isEqualTo(1013);
    first.close();
    await().until(() -> isAccepted("alice"));
  }

  private Object[] message(String member, Object value) {
    return new Object[] {"conversationId", room, member, value};
  }
}
