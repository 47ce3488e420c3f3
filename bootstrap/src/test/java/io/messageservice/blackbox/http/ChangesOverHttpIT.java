package io.messageservice.blackbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages that are edited and deleted over HTTP, beside users who are connected. */
@AlsoInCluster
final class ChangesOverHttpIT extends HttpScenario {

  private static String path(JsonNode message) {
    return "/api/messages/" + message.get("id").asText();
  }

  @Test
  void anEditIsAnsweredAndPushedToEveryConnectionOfTheSubprotocol() {
    String room = id("room");
    Client alice = connectV1("alice", room);
    Client bob = connectV1("bob", room);
    Client old = connect("old", room);
    JsonNode sent = alice.say(room, "helo");
    bob.expectMessage(sent);
    old.expectMessage(sent);

    HttpUser.Answer answer = user("alice").patch(path(sent), "content", "hello");

    JsonNode edited = answer.as(200).get("message");
    assertThat(edited.get("content").asText()).isEqualTo("hello");
    assertThat(answer.header("etag")).isEqualTo("\"2\"");
    assertThat(alice.expectPush("messageChanged")).isEqualTo(edited);
    assertThat(bob.expectPush("messageChanged")).isEqualTo(edited);
    JsonNode next = alice.say(room, "next");
    bob.expectMessage(next);
    old.expectMessage(next);
  }

  @Test
  void ifMatchNamesTheStateThatIsExpected() {
    String room = id("room");
    JsonNode sent = user("alice").post(messages(room), "content", "one").as(201).get("message");
    HttpUser alice = user("alice");

    JsonNode edited = alice.header("If-Match", "\"1\"").patch(path(sent), "content", "two").as(200);
    HttpUser.Answer conflict =
        alice.header("If-Match", "\"1\"").patch(path(sent), "content", "three");

    assertThat(conflict.status()).isEqualTo(409);
    JsonNode problem = Json.parse(conflict.text());
    assertThat(problem.get("code").asText()).isEqualTo("conflict");
    assertThat(problem.get("message")).isEqualTo(edited.get("message"));
    alice.header("If-Match", "*").patch(path(sent), "content", "three").as(200);
    alice
        .header("If-Match", "1")
        .patch(path(sent), "content", "four")
        .refused(400, "invalid_payload");
  }

  @Test
  void theCreatorOfAGroupDeletesWhatOthersSent() {
    String group =
        user("alice")
            .post(CONVERSATIONS, "participants", List.of(id("bob")))
            .as(201)
            .at("/conversation/conversationId")
            .asText();
    JsonNode sent = user("bob").post(messages(group), "content", "spam").as(201).get("message");
    JsonNode hers = user("alice").post(messages(group), "content", "hi").as(201).get("message");

    user("alice").patch(path(sent), "content", "no spam").refused(403, "forbidden");
    user("bob").delete(path(hers)).refused(403, "forbidden");
    user("eve").delete(path(hers)).refused(404, "not_found");
    JsonNode deleted = user("alice").delete(path(sent)).as(200).get("message");

    assertThat(deleted.get("deletedBy").asText()).isEqualTo("moderator");
    assertThat(user("bob").get(messages(group)).as(200).get("messages"))
        .isEqualTo(Json.array(deleted, hers));
    assertThat(user("alice").delete(path(sent)).as(200).get("message")).isEqualTo(deleted);
    HttpUser.Answer late = user("bob").patch(path(sent), "content", "more spam");
    assertThat(late.status()).isEqualTo(409);
    assertThat(Json.parse(late.text()).get("message")).isEqualTo(deleted);
  }

  @Test
  void nothingToChangeIsRefused() {
    JsonNode sent =
        user("alice").post(messages(id("room")), "content", "one").as(201).get("message");

    user("alice").patch(path(sent)).refused(400, "invalid_payload");
    user("alice").patch(path(sent), "content", "").refused(400, "invalid_payload");
    user("alice").patch("/api/messages/none", "content", "x").refused(404, "not_found");
  }
}
