package io.messageservice.blackbox.hook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The hook before a message is stored, by the socket. */
final class BeforeSendIT extends Scenario {

  private static final HookServer HOOK = new HookServer();
  private static final ServiceProcess SERVICE = ServiceProcess.ready(HOOK.settings());

  private final String lobby = id("lobby");

  @Override
  public ServiceProcess service() {
    return SERVICE;
  }

  @AfterAll
  static void end() {
    SERVICE.close();
    HOOK.close();
  }

  @BeforeEach
  void acceptAll() {
    HOOK.answer = question -> HookServer.ACCEPT;
    HOOK.asked.clear();
  }

  @Test
  void acceptedMessageIsStoredAsItIs() {
    Client alice = connect("alice", lobby);
    Client bob = connect("bob", lobby);

    JsonNode message = alice.say(lobby, "hello");

    bob.expectMessage(message);
    assertThat(message.get("content").asText()).isEqualTo("hello");
    assertThat(HOOK.asked).hasSize(1);
    JsonNode question = HOOK.asked.get(0);
    assertThat(Json.members(question))
        .containsExactly("action", "conversationId", "message", "senderId");
    assertThat(question.get("action").asText()).isEqualTo("send");
    assertThat(question.get("conversationId").asText()).isEqualTo(lobby);
    assertThat(question.get("senderId").asText()).isEqualTo(alice.userId());
    assertThat(Json.members(question.get("message")))
        .containsExactly("attachments", "content", "conversationId", "senderId");
  }

  @Test
  void changedMessageIsStoredAsTheHookHasIt() {
    HOOK.answer =
        question -> "{\"action\":\"accept\",\"content\":\"h***o\",\"metadata\":{\"checked\":true}}";
    Client alice = connect("alice", lobby);
    Client bob = connect("bob", lobby);

    JsonNode message = alice.say(lobby, "hello");

    bob.expectMessage(message);
    assertThat(message.get("content").asText()).isEqualTo("h***o");
    assertThat(message.get("metadata")).isEqualTo(Json.object("checked", true));
  }

  @Test
  void rejectedMessageIsNotStoredAndItsSenderReadsWhy() {
    HOOK.answer = question -> HookServer.reject("not here");
    Client alice = connect("alice", lobby);
    Client bob = connect("bob", lobby);

    JsonNode error =
        alice.refused("rejected", "sendMessage", "conversationId", lobby, "content", "spam");

    assertThat(error.get("error").asText()).isEqualTo("not here");
    HOOK.answer = question -> HookServer.ACCEPT;
    JsonNode message = alice.say(lobby, "hello");
    bob.expectMessage(message);
    assertThat(message.get("seq").asLong()).isEqualTo(1);
  }
}
