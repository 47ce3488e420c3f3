package io.messageservice.blackbox.http;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Conversations that are made over HTTP, and who takes part in them. */
@AlsoInCluster
final class GroupsOverHttpIT extends HttpScenario {

  private JsonNode create(String creator, String... others) {
    List<String> participants = List.of(others).stream().map(this::id).toList();
    HttpUser.Answer answer = user(creator).post(CONVERSATIONS, "participants", participants);
    JsonNode group = answer.as(201).get("conversation");
    assertThat(answer.header("location")).isEqualTo(at(group.get("conversationId").asText()));
    return group;
  }

  private static String idOf(JsonNode conversation) {
    return conversation.get("conversationId").asText();
  }

  @Test
  void aGroupIsMadeListedAndSeen() {
    JsonNode group = create("alice", "bob");

    assertThat(group.get("kind").asText()).isEqualTo("group");
    assertThat(Json.array((Object[]) texts(group.get("participants"))))
        .contains(Json.array(id("alice"), id("bob")).get(0), Json.array(id("bob")).get(0));
    assertThat(group.get("participantCount").asInt()).isEqualTo(2);
    assertThat(group.get("role").asText()).isEqualTo("owner");
    assertThat(user("bob").get(at(idOf(group))).as(200).get("conversation"))
        .isEqualTo(((ObjectNode) group.deepCopy()).put("role", "member"));
    assertThat(
            Json.texts(
                user("bob").get(CONVERSATIONS).as(200).get("conversations"), "conversationId"))
        .containsExactly(idOf(group));
    user("eve").get(at(idOf(group))).refused(403, "forbidden");
  }

  private static String[] texts(JsonNode array) {
    String[] texts = new String[array.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = array.get(i).asText();
    }
    return texts;
  }

  @Test
  void membersReceiveWithoutJoiningAndThoseWhoAreRemovedNoMore() {
    Client bob = connect("bob");
    Client carol = connect("carol");
    JsonNode group = create("alice", "bob");
    String path = at(idOf(group));
    String carolsPlace = path + "/participants/" + id("carol");

    user("bob").put(carolsPlace).refused(403, "forbidden");
    assertThat(user("alice").put(carolsPlace).as(200)).isEqualTo(Json.object("added", true));
    assertThat(user("alice").put(carolsPlace).as(200)).isEqualTo(Json.object("added", false));
    JsonNode first = user("alice").post(path + "/messages", "content", "all").as(201);
    bob.expectMessage(first.get("message"));
    carol.expectMessage(first.get("message"));
    carol.join(idOf(group));

    assertThat(user("alice").delete(carolsPlace).as(200)).isEqualTo(Json.object("removed", true));
    assertThat(user("alice").delete(carolsPlace).as(200)).isEqualTo(Json.object("removed", false));
    JsonNode second = user("alice").post(path + "/messages", "content", "us").as(201);
    bob.expectMessage(second.get("message"));
    carol.hearsNothing();
    user("carol").get(path + "/messages").refused(403, "forbidden");
    carol.refused("forbidden", "joinConversation", "conversationId", idOf(group));
  }

  @Test
  void dataRolesAndBansAreSet() {
    String path = at(idOf(create("alice", "bob", "carol")));
    String bobsPlace = path + "/participants/" + id("bob");

    user("bob").patch(path, "title", "Tea").refused(403, "forbidden");
    JsonNode updated =
        user("alice")
            .patch(path, "title", "Tea", "metadata", Json.object("a", 1), "frozen", true)
            .as(200)
            .get("conversation");
    assertThat(updated.get("title").asText()).isEqualTo("Tea");
    assertThat(updated.get("rev").asInt()).isEqualTo(2);
    user("bob").post(path + "/messages", "content", "no").refused(403, "forbidden");
    user("alice").patch(bobsPlace, "role", "moderator").as(200);
    JsonNode said = user("bob").post(path + "/messages", "content", "yes").as(201);
    assertThat(said.at("/message/rev").asInt()).isEqualTo(4);
    assertThat(user("carol").get(path + "/participants?limit=2").as(200).get("participants"))
        .isEqualTo(
            Json.array(
                Json.object(
                    "userId", id("alice"), "role", "owner", "readUpTo", 0, "deliveredUpTo", 0),
                Json.object(
                    "userId", id("bob"), "role", "moderator", "readUpTo", 0, "deliveredUpTo", 0)));

    String carolsPlace = path + "/participants/" + id("carol");
    user("bob").patch(carolsPlace, "bannedUntil", "forever").as(200);
    user("carol").get(path + "/participants").refused(403, "forbidden");
    user("alice").put(carolsPlace).refused(403, "forbidden");
    user("bob").patch(carolsPlace, "bannedUntil", NullNode.getInstance()).as(200);
    user("bob").patch(carolsPlace, "bannedUntil", NullNode.getInstance()).refused(404, "not_found");
    assertThat(user("bob").put(carolsPlace).as(200)).isEqualTo(Json.object("added", true));
    user("alice").delete(path + "/participants/" + id("alice")).refused(409, "conflict");
  }

  @Test
  void usersRemoveThemselves() {
    JsonNode group = create("alice", "bob");
    String bobsPlace = at(idOf(group)) + "/participants/" + id("bob");

    assertThat(user("bob").delete(bobsPlace).as(200)).isEqualTo(Json.object("removed", true));

    assertThat(user("bob").get(CONVERSATIONS).as(200).get("conversations")).isEmpty();
  }

  @Test
  void theSameKeyGivesTheSameGroup() {
    HttpUser alice = user("alice").header("Idempotency-Key", "group-1");

    JsonNode group = alice.post(CONVERSATIONS, "participants", List.of(id("bob"))).as(201);
    JsonNode again = alice.post(CONVERSATIONS, "participants", List.of(id("bob"))).as(200);

    assertThat(again).isEqualTo(group);
  }

  @Test
  void twoUsersHaveOneDirectConversation() {
    Client bob = connect("bob");

    JsonNode made =
        user("alice")
            .post(CONVERSATIONS, "kind", "direct", "participants", List.of(id("bob")))
            .as(201)
            .get("conversation");
    JsonNode again =
        user("bob")
            .post(CONVERSATIONS, "kind", "direct", "participants", List.of(id("alice")))
            .as(200)
            .get("conversation");

    assertThat(made.get("kind").asText()).isEqualTo("direct");
    assertThat(idOf(again)).isEqualTo(idOf(made));
    bob.expectMessage(
        user("alice").post(messages(idOf(made)), "content", "hi").as(201).get("message"));
    user("alice").put(at(idOf(made)) + "/participants/" + id("carol")).refused(409, "conflict");
    user("alice").delete(at(idOf(made)) + "/participants/" + id("bob")).refused(409, "conflict");
    user("eve").post(messages(idOf(made)), "content", "me too").refused(403, "forbidden");
  }

  @Test
  void whatCannotBeMadeIsRefused() {
    HttpUser alice = user("alice");

    alice.post(CONVERSATIONS, "kind", "open").refused(400, "invalid_payload");
    alice.post(CONVERSATIONS, "kind", "direct").refused(400, "invalid_payload");
    alice
        .post(CONVERSATIONS, "kind", "direct", "participants", List.of(id("alice")))
        .refused(400, "invalid_payload");
    alice.post(CONVERSATIONS, "participants", "bob").refused(400, "invalid_payload");
    alice.post(CONVERSATIONS, "participants", List.of("")).refused(400, "invalid_payload");
    alice
        .post(CONVERSATIONS, "participants", java.util.Collections.nCopies(102, "u"))
        .refused(413, "too_large");
    alice.post(CONVERSATIONS, "conversationId", id("mine")).refused(403, "forbidden");
    alice.post(CONVERSATIONS, "createdBy", id("bob")).refused(403, "forbidden");
  }

  @Test
  void readersAreShown() {
    String id = idOf(create("alice", "bob"));
    user("alice").post(messages(id), "content", "hi").as(201);
    user("bob").put(at(id) + "/read").as(200);

    await()
        .until(
            () ->
                Json.texts(
                        user("alice").get(at(id)).as(200).get("conversation").get("readers"),
                        "userId")
                    .contains(id("bob")));
  }
}
