package io.messageservice.blackbox.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered to frames that are not commands, and to commands that are not right. */
@AlsoInCluster
@AlsoOverSse
final class ErrorsIT extends Scenario {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "hello",
        "{",
        "{\"event\":\"ping\"",
        "{\"event\":\"ping\"} {}",
        "{\"event\":\"ping\"} x",
        "{event:\"ping\"}",
        "{'event':'ping'}",
        "{\"event\":\"ping\",}",
        "{\"event\":\"ping\",\"payload\":{\"a\":NaN}}",
        "{\"event\":\"ping\",\"payload\":{\"a\":01}}",
        "{\"event\":\"pi\nng\"}",
        "// nothing",
        "42",
        "\"ping\"",
        "null",
        "true",
        "{}",
        "{\"payload\":{}}",
        "{\"event\":null,\"payload\":{}}",
        "{\"event\":7,\"payload\":{}}",
        "{\"event\":{\"event\":\"ping\"},\"payload\":{}}"
      })
  void framesThatAreNoCommandsAreInvalid(String text) {
    Client alice = connect("alice");

    alice.sendText(text);

    alice.expectError("invalid_format", null);
    alice.hearsNothing();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "PING",
        "sendmessage",
        "newMessage",
        "toString",
        "__proto__",
        "constructor",
        "äöü"
      })
  void eventsThatNobodyKnowsAreNamedInTheError(String event) {
    Client alice = connect("alice");

    alice.refused("unknown_event", event);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sendMessage",
        "markAsRead",
        "markConversationAsRead",
        "joinConversation",
        "leaveConversation",
        "typing",
        "fetchMessages"
      })
  void payloadMustBeAnObject(String event) {
    Client alice = connect("alice");

    for (String rest :
        new String[] {
          "",
          ",\"payload\":null",
          ",\"payload\":\"x\"",
          ",\"payload\":3",
          ",\"payload\":[]",
          ",\"payload\":true"
        }) {
      alice.sendText("{\"event\":\"" + event + "\"" + rest + "}");
      assertThat(alice.expectError("invalid_payload", event).get("error").asText())
          .contains("payload");
    }
    alice.refused("invalid_payload", event);
  }

  @Test
  void pingAndPongMayLeaveThePayloadOut() {
    Client alice = connect("alice");

    alice.sendText("{\"event\":\"ping\"}");
    assertThat(alice.next()).isEqualTo(Json.parse("{\"event\":\"pong\",\"data\":{}}"));
    alice.sendText("{\"event\":\"pong\"}");
    alice.send("pong");
    alice.hearsNothing();
    alice.send("ping");
    assertThat(alice.next()).isEqualTo(Json.parse("{\"event\":\"pong\",\"data\":{}}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ping", "pong"})
  void payloadOfPingAndPongIsAnObjectWhereThereIsOne(String event) {
    Client alice = connect("alice");

    alice.sendText("{\"event\":\"" + event + "\",\"payload\":[1]}");

    alice.expectError("invalid_payload", event);
  }

  @ParameterizedTest
  @CsvSource({
    "sendMessage, conversationId",
    "markAsRead, messageId",
    "markConversationAsRead, conversationId",
    "joinConversation, conversationId",
    "leaveConversation, conversationId",
    "typing, conversationId",
    "fetchMessages, conversationId"
  })
  void textNamesTheMember(String event, String member) {
    Client alice = connect("alice");

    assertThat(
            alice
                .refused("invalid_payload", event, "content", "x", "isTyping", true)
                .get("error")
                .asText())
        .contains(member);
    assertThat(
            alice
                .refused("invalid_payload", event, "content", "x", "isTyping", true, member, 7)
                .get("error")
                .asText())
        .contains(member);
  }

  @Test
  void membersOfTheMessageAreNamedToo() {
    Client alice = connect("alice");
    String lobby = id("lobby");

    assertThat(
            alice
                .refused("invalid_payload", "sendMessage", "conversationId", lobby, "content", 5)
                .get("error")
                .asText())
        .contains("content");
    assertThat(
            alice
                .refused(
                    "invalid_payload",
                    "sendMessage",
                    "conversationId",
                    lobby,
                    "content",
                    "x",
                    "attachments",
                    "none")
                .get("error")
                .asText())
        .contains("attachments");
    assertThat(
            alice
                .refused(
                    "invalid_payload",
                    "sendMessage",
                    "conversationId",
                    lobby,
                    "content",
                    "x",
                    "receiverId",
                    5)
                .get("error")
                .asText())
        .contains("receiverId");
  }

  @Test
  void errorHasNothingButItsFourMembers() {
    Client alice = connect("alice");

    assertThat(Json.members(alice.refused("unknown_event", "nonsense")))
        .containsExactly("code", "error", "event", "success");
  }

  @Test
  void membersThatNobodyKnowsAreIgnored() {
    Client alice = connect("alice");

    alice.sendText(
        "{\"extra\":[{}],\"payload\":{\"extra\":{\"deep\":[1,2,{\"x\":null}]},\"conversationId\":\""
            + id("lobby")
            + "\"},\"event\":\"joinConversation\",\"version\":3}");

    assertThat(alice.expectReply("joinConversation").get("conversationId").asText())
        .isEqualTo(id("lobby"));
  }

  @Test
  void errorsGoToNobodyElse() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    alice.join(id("lobby"));
    bob.join(id("lobby"));

    alice.refused("invalid_payload", "sendMessage", "conversationId", id("lobby"), "content", "");
    alice.refused("not_found", "markAsRead", "messageId", "none");

    bob.hearsNothing();
  }
}
