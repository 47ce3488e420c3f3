package io.messageservice.blackbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reactions, replies and mentions over HTTP, beside users who are connected. */
@AlsoInCluster
final class ReactionsOverHttpIT extends HttpScenario {

  private static final String LIKE = "%F0%9F%91%8D";

  private static String reactions(JsonNode message) {
    return "/api/messages/" + message.get("id").asText() + "/reactions";
  }

  private static String like(JsonNode message) {
    return reactions(message) + "/" + LIKE;
  }

  @Test
  void reactionsArePushedToEveryConnectionOfTheSubprotocol() {
    String room = id("room");
    Client alice = connectV1("alice", room);
    Client bob = connectV1("bob", room);
    JsonNode sent = alice.say(room, "hi");
    bob.expectMessage(sent);

    JsonNode added = user("bob").put(like(sent)).as(200);

    assertThat(added)
        .isEqualTo(
            Json.object(
                "conversationId",
                room,
                "messageId",
                sent.get("id"),
                "seq",
                1,
                "rev",
                2,
                "reaction",
                "👍",
                "count",
                1));
    for (Client client : List.of(alice, bob)) {
      client
          .expectReaction(2)
          .ifPresent(
              push -> {
                assertThat(push.get("userId").asText()).isEqualTo(bob.userId());
                assertThat(push.get("added").asBoolean()).isTrue();
              });
    }
    assertThat(user("bob").put(like(sent)).as(200).has("rev")).isFalse();
    JsonNode page = user("bob").get(messages(room)).as(200);
    assertThat(page.at("/messages/0/reactions/0/userIds")).isEqualTo(Json.array(bob.userId()));
    assertThat(page.get("ownReactions"))
        .isEqualTo(Json.array(Json.object("seq", 1, "reactions", List.of("👍"))));

    assertThat(user("bob").delete(like(sent)).as(200).get("count").asInt()).isZero();
    for (Client client : List.of(alice, bob)) {
      client
          .expectReaction(3)
          .ifPresent(push -> assertThat(push.get("added").asBoolean()).isFalse());
    }
    assertThat(user("bob").get(messages(room)).as(200).has("ownReactions")).isFalse();
  }

  @Test
  void whoHasReactedIsReadPageByPage() {
    String room = id("room");
    JsonNode sent = user("alice").post(messages(room), "content", "hi").as(201).get("message");
    user("alice").put(like(sent)).as(200);
    user("alice").put(reactions(sent) + "/a%2Fb").as(200);

    JsonNode first = user("alice").get(reactions(sent) + "?limit=1").as(200);
    JsonNode second =
        user("alice").get(reactions(sent) + "?cursor=" + first.get("cursor").asText()).as(200);
    JsonNode one = user("alice").get(reactions(sent) + "?reaction=a%2Fb").as(200);

    assertThat(first.get("reactions"))
        .isEqualTo(Json.array(Json.object("reaction", "👍", "userId", id("alice"))));
    assertThat(second)
        .isEqualTo(
            Json.object(
                "reactions", List.of(Json.object("reaction", "a/b", "userId", id("alice")))));
    assertThat(one).isEqualTo(second);
    user("eve").get(reactions(sent)).refused(404, "not_found");
    user("eve").put(like(sent)).refused(404, "not_found");
    user("alice").put(reactions(sent) + "/%00").refused(400, "invalid_payload");
    user("alice").put("/api/messages/none/reactions/x").refused(404, "not_found");
    user("alice").delete("/api/messages/" + sent.get("id").asText()).as(200);
    user("alice").put(like(sent)).refused(409, "conflict");
  }

  @Test
  void theCreatorOfAGroupMentionsAllInIt() {
    String group =
        user("alice")
            .post(CONVERSATIONS, "participants", List.of(id("bob")))
            .as(201)
            .at("/conversation/conversationId")
            .asText();

    JsonNode sent =
        user("alice")
            .post(messages(group), "content", "all", "mentions", "all")
            .as(201)
            .get("message");
    JsonNode reply =
        user("bob")
            .post(
                messages(group),
                "content",
                "yes",
                "type",
                "vote",
                "metadata",
                Json.object("option", 1),
                "replyTo",
                sent.get("id").asText(),
                "mentions",
                List.of(id("alice"), id("eve")))
            .as(201)
            .get("message");

    assertThat(sent.get("mentions").asText()).isEqualTo("all");
    assertThat(reply.get("replyTo")).isEqualTo(Json.object("messageId", sent.get("id"), "seq", 1));
    assertThat(reply.get("mentions")).isEqualTo(Json.array(id("alice")));
    user("bob")
        .post(messages(group), "content", "all", "mentions", "all")
        .refused(403, "forbidden");
    user("bob").post(messages(group), "content", "no", "type", "system").refused(403, "forbidden");
    JsonNode edited =
        user("bob")
            .patch(
                "/api/messages/" + reply.get("id").asText(), "metadata", Json.object("option", 2))
            .as(200)
            .get("message");
    assertThat(edited.get("metadata")).isEqualTo(Json.object("option", 2));
  }
}
