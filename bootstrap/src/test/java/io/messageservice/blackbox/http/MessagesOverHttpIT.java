package io.messageservice.blackbox.http;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages, read marks and presence over HTTP, beside users who are connected. */
@AlsoInCluster
final class MessagesOverHttpIT extends HttpScenario {

  @Test
  void whatIsSentIsStoredAnsweredAndPushedToEveryConnection() {
    String room = id("room");
    Client alice = connect("alice");
    Client bob = connect("bob");
    alice.join(room);
    bob.join(room);

    JsonNode sent = user("alice").post(messages(room), "content", "over HTTP").as(201);

    assertThat(Json.members(sent)).containsExactly("message");
    assertThat(sent.get("message").get("senderId").asText()).isEqualTo(id("alice"));
    bob.expectMessage(sent.get("message"));
    alice.expectMessage(sent.get("message"));
  }

  @Test
  void aRetryIsAnsweredWithTheSameMessageAndPushedOnce() {
    String room = id("room");
    Client bob = connect("bob");
    bob.join(room);
    HttpUser alice = user("alice").header("Idempotency-Key", "key-1");

    JsonNode first = alice.post(messages(room), "content", "once").as(201).get("message");
    JsonNode again = alice.post(messages(room), "content", "once").as(200);

    assertThat(again.get("duplicate").asBoolean()).isTrue();
    assertThat(again.get("message")).isEqualTo(first);
    assertThat(first.get("clientMessageId").asText()).isEqualTo("key-1");
    alice.post(messages(room), "content", "other").refused(400, "invalid_payload");
    bob.expectMessage(first);
  }

  @Test
  void aFirstMessageWithAReceiverMakesADirectConversation() {
    String talk = id("talk");
    Client bob = connect("bob");

    JsonNode sent =
        user("alice")
            .post(messages(talk), "content", "psst", "receiverId", id("bob"))
            .as(201)
            .get("message");

    bob.expectMessage(sent);
    user("eve").post(messages(talk), "content", "me too").refused(403, "forbidden");
    JsonNode listed = user("bob").get(CONVERSATIONS).as(200).get("conversations").get(0);
    assertThat(listed.get("kind").asText()).isEqualTo("direct");
    assertThat(listed.get("lastMessage")).isEqualTo(sent);
    assertThat(listed.get("unread").asInt()).isEqualTo(1);
  }

  @Test
  void historyIsReadPageByPage() {
    String room = id("room/with ü?");
    String path =
        "/api/conversations/"
            + room.replace("/", "%2F")
                .replace(" ", "%20")
                .replace("ü", "%C3%BC")
                .replace("?", "%3F")
            + "/messages";
    HttpUser alice = user("alice");
    for (int i = 1; i <= 5; i++) {
      alice.post(path, "content", "m" + i).as(201);
    }

    JsonNode newest = alice.get(path + "?limit=2").as(200);
    JsonNode before = alice.get(path + "?limit=2&beforeSeq=4").as(200);
    JsonNode after = alice.get(path + "?afterSeq=3").as(200);

    assertThat(Json.members(newest)).containsExactly("messages", "more");
    assertThat(Json.texts(newest.get("messages"), "content")).containsExactly("m4", "m5");
    assertThat(newest.get("more").asBoolean()).isTrue();
    assertThat(Json.numbers(before.get("messages"), "seq")).containsExactly(2L, 3L);
    assertThat(Json.numbers(after.get("messages"), "seq")).containsExactly(4L, 5L);
    assertThat(after.get("more").asBoolean()).isFalse();
    assertThat(newest.get("messages").get(0).get("conversationId").asText()).isEqualTo(room);
  }

  @Test
  void aPageIsNoLargerThanAFrame() {
    String room = id("room");
    HttpUser alice = user("alice");
    for (int i = 0; i < 60; i++) {
      alice.post(messages(room), "content", "x".repeat(10_000)).as(201);
    }

    HttpUser.Answer page = alice.get(messages(room) + "?limit=200");

    assertThat(page.as(200).get("more").asBoolean()).isTrue();
    assertThat(page.text().length()).isBetween(400_000, 512 << 10);
  }

  @Test
  void whatIsMarkedReadIsToldToTheSender() {
    String talk = id("talk");
    Client alice = connectV1("alice");
    Client bob = connectV1("bob");
    bob.expectMessage(alice.tell(bob.userId(), talk, "one"));
    JsonNode two = alice.say(talk, "two");
    bob.expectMessage(two);
    awaitInterest(talk);

    JsonNode some = user("bob").put(at(talk) + "/read", "upToSeq", 1).as(200);
    assertThat(some).isEqualTo(Json.object("updatedCount", 1));
    List.of(alice, bob).forEach(told -> expectReadUpTo(told, 1));
    JsonNode rest = user("bob").put(at(talk) + "/read").as(200);
    assertThat(rest).isEqualTo(Json.object("updatedCount", 1));
    List.of(alice, bob).forEach(told -> expectReadUpTo(told, 2));
    JsonNode none = user("bob").put(at(talk) + "/read").as(200);
    assertThat(none).isEqualTo(Json.object("updatedCount", 0));
  }

  private static void expectReadUpTo(Client told, long seq) {
    JsonNode read = told.expectPush("messageReadStatusChanged");
    assertThat(read.get("readUpTo").asLong()).isEqualTo(seq);
    assertThat(told.expectPush("conversationReadStatusChanged").get("updatedCount").asInt())
        .isEqualTo(1);
  }

  @Test
  void conversationsAreListedPageByPage() {
    HttpUser alice = user("alice");
    for (int i = 1; i <= 3; i++) {
      alice.post(messages(id("room" + i)), "content", "hi").as(201);
    }

    JsonNode first = alice.get(CONVERSATIONS + "?limit=2").as(200);
    JsonNode second =
        alice.get(CONVERSATIONS + "?limit=2&cursor=" + first.get("cursor").asText()).as(200);

    assertThat(Json.texts(first.get("conversations"), "conversationId"))
        .containsExactly(id("room3"), id("room2"));
    assertThat(Json.texts(second.get("conversations"), "conversationId"))
        .containsExactly(id("room1"));
    assertThat(second.has("cursor")).isFalse();
  }

  @Test
  void presenceIsAskedForSeveralUsers() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    converse(alice, bob, id("talk"));
    String path = "/api/presence?userId=" + id("bob") + "&userId=" + id("nobody");

    JsonNode expected =
        Json.object(
            "statuses",
            List.of(
                Json.object("userId", id("bob"), "online", true),
                Json.object("userId", id("nobody"), "online", false)));
    await().until(() -> user("alice").get(path).as(200).equals(expected));
  }
}
