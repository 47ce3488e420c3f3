package io.messageservice.blackbox.hook;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Attachments;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    HOOK.reset();
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
  void editIsAskedAboutWithTheIdOfTheMessage() {
    Client alice = connect("alice", lobby);
    JsonNode message = alice.say(lobby, "helo");
    HOOK.answer = question -> "{\"action\":\"accept\",\"content\":\"HELLO\"}";

    JsonNode edited =
        alice
            .ask("editMessage", "messageId", message.get("id").asText(), "content", "hello")
            .get("message");

    assertThat(edited.get("content").asText()).isEqualTo("HELLO");
    JsonNode question = HOOK.asked.get(1);
    assertThat(question.get("action").asText()).isEqualTo("edit");
    assertThat(question.get("message").get("id")).isEqualTo(message.get("id"));
    assertThat(question.get("message").get("content").asText()).isEqualTo("hello");
  }

  @Test
  void hookGetsAllThatTheClientGave() {
    Client alice = connect("alice", lobby);
    JsonNode first = alice.say(lobby, "one");

    JsonNode unused =
        alice.ask(
            "sendMessage",
            "conversationId",
            lobby,
            "content",
            "two",
            "clientMessageId",
            "a-1",
            "type",
            "poll",
            "replyTo",
            first.get("id").asText(),
            "mentions",
            List.of(alice.userId()),
            "metadata",
            Json.object("a", 1),
            "attachments",
            List.of(Attachments.full()));

    JsonNode asked = HOOK.asked.get(1).get("message");
    assertThat(Json.members(asked))
        .containsExactly(
            "attachments",
            "clientMessageId",
            "content",
            "conversationId",
            "mentions",
            "metadata",
            "replyTo",
            "senderId",
            "type");
    assertThat(asked.get("replyTo")).isEqualTo(Json.object("messageId", first.get("id").asText()));
    assertThat(asked.get("metadata")).isEqualTo(Json.object("a", 1));
    assertThat(asked.get("attachments")).isEqualTo(Json.array(Attachments.full()));
  }

  /** Whatever the hook's answers take, and whatever they are. */
  @Test
  void messagesOfAConnectionKeepTheirOrder() {
    Client alice = connect("alice", lobby);
    Client bob = connect("bob", lobby);
    Random random = new Random(7);
    CountDownLatch never = new CountDownLatch(1);
    HOOK.answer =
        question -> {
          try {
            boolean unused = never.await(random.nextInt(30), TimeUnit.MILLISECONDS);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          String text = question.get("message").get("content").asText();
          return text.endsWith("7") ? HookServer.reject("no " + text) : HookServer.ACCEPT;
        };

    for (int i = 0; i < 200; i++) {
      alice.send("sendMessage", "conversationId", lobby, "content", Integer.toString(i));
    }

    for (int i = 0; i < 200; i++) {
      if (i % 10 == 7) {
        JsonNode error = alice.expectError("rejected", "sendMessage");
        assertThat(error.get("error").asText()).isEqualTo("no " + i);
      } else {
        JsonNode message = alice.expectReply("sendMessage").get("message");
        assertThat(message.get("content").asText()).isEqualTo(Integer.toString(i));
        bob.expectMessage(message);
      }
    }
    assertThat(HOOK.asked).hasSize(200);
  }

  @Test
  void whatAClosedConnectionHadSentIsStoredInItsOrder() {
    Client alice = connect("alice", lobby);
    Client bob = connect("bob", lobby);
    CountDownLatch closed = new CountDownLatch(1);
    HOOK.answer =
        question -> {
          try {
            closed.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return HookServer.ACCEPT;
        };

    for (int i = 0; i < 40; i++) {
      alice.send("sendMessage", "conversationId", lobby, "content", Integer.toString(i));
    }
    await().until(() -> HOOK.asked.size() == 16);
    alice.close();
    closed.countDown();

    for (int i = 0; i < 40; i++) {
      assertThat(bob.expectPush("newMessage").get("content").asText())
          .isEqualTo(Integer.toString(i));
    }
  }

  @Test
  void whatIsAskedForAfterAMessageIsAnsweredAfterIt() {
    Client alice = connect("alice", lobby);

    alice.send("sendMessage", "conversationId", lobby, "content", "one");
    alice.send("fetchMessages", "conversationId", lobby);
    alice.send("leaveConversation", "conversationId", lobby);

    JsonNode message = alice.expectReply("sendMessage").get("message");
    assertThat(alice.expectReply("fetchMessages").get("messages")).contains(message);
    JsonNode unused = alice.expectReply("leaveConversation");
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
