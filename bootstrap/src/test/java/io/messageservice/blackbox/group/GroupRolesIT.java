package io.messageservice.blackbox.group;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may do what in a group, and who is pushed what of it. */
@AlsoInCluster
@AlsoOverSse
final class GroupRolesIT extends Scenario {

  private static final String FOR_EVER = "forever";

  /** Creates a group; whoever of the others is given takes its push. */
  private String create(Client owner, List<Client> pushed, String... others) {
    JsonNode created =
        owner
            .ask("createConversation", "participants", ids(others), "title", "Lunch")
            .get("conversation");
    assertThat(created.get("role").asText()).isEqualTo("owner");
    for (Client client : pushed) {
      JsonNode push = client.expectPush("conversationChanged");
      assertThat(push.get("conversationId")).isEqualTo(created.get("conversationId"));
      assertThat(push.get("role").asText()).isEqualTo("member");
      assertThat(push.get("title").asText()).isEqualTo("Lunch");
    }
    return created.get("conversationId").asText();
  }

  private List<String> ids(String... names) {
    return Stream.of(names).map(this::id).toList();
  }

  private JsonNode set(Client by, String group, String name, String member, Object value) {
    return by.ask("setParticipant", standing(group, name, member, value)).get("conversation");
  }

  private Object[] standing(String group, String name, String member, Object value) {
    return new Object[] {"conversationId", group, "userId", id(name), member, value};
  }

  private void expectChange(Client client, String group, Object... members) {
    assertThat(client.expectPush("conversationChanged"))
        .isEqualTo(Json.object(members).put("conversationId", group));
  }

  private void expectRemoved(Client client, String group, int rev) {
    expectChange(client, group, "rev", rev, "removed", true);
  }

  @Test
  void everybodyIsPushedWhatChangesInItsOrder() {
    Client alice = connectV1("alice");
    Client phone = connectV1("alice");
    Client bob = connectV1("bob");
    Client carol = connectV1("carol");
    Client old = connect("old");
    String group = create(alice, List.of(bob), "bob", "old");
    assertThat(phone.expectPush("conversationChanged").get("role").asText()).isEqualTo("owner");

    JsonNode updated =
        alice.ask(
            "updateConversation", "conversationId", group, "title", "Tea", "avatarUrl", "/tea.png");
    JsonNode said = alice.say(group, "hello");
    JsonNode added =
        alice.ask("addParticipants", "conversationId", group, "userIds", ids("carol", "bob"));
    JsonNode raised = set(alice, group, "bob", "role", "moderator");

    assertThat(updated.at("/conversation/title").asText()).isEqualTo("Tea");
    assertThat(added.at("/conversation/rev").asInt()).isEqualTo(4);
    assertThat(raised.get("rev").asInt()).isEqualTo(5);
    for (Client client : List.of(phone, bob)) {
      JsonNode data = client.expectPush("conversationChanged");
      assertThat(data.get("rev").asInt()).isEqualTo(2);
      assertThat(data.get("avatarUrl").asText()).isEqualTo("/tea.png");
      client.expectMessage(said);
      expectChange(client, group, "rev", 4, "participantCount", 4, "addedUserIds", ids("carol"));
    }
    old.expectMessage(said);
    JsonNode carols = carol.expectPush("conversationChanged");
    assertThat(carols.get("title").asText()).isEqualTo("Tea");
    assertThat(carols.get("kind").asText()).isEqualTo("group");
    JsonNode bobs = bob.expectPush("conversationChanged");
    assertThat(bobs.get("role").asText()).isEqualTo("moderator");
    for (Client client : List.of(phone, carol)) {
      expectChange(
          client,
          group,
          "rev",
          5,
          "participantCount",
          4,
          "roles",
          List.of(Json.object("userId", id("bob"), "role", "moderator")));
    }
    assertThat(
            old.ask("fetchParticipants", "conversationId", group, "limit", 2).get("participants"))
        .isEqualTo(
            Json.array(
                Json.object(
                    "userId", id("alice"), "role", "owner", "readUpTo", 0, "deliveredUpTo", 0),
                Json.object(
                    "userId", id("bob"), "role", "moderator", "readUpTo", 0, "deliveredUpTo", 0)));
  }

  @Test
  void moderatorsBanAndWhoIsBannedStaysOut() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    Client eve = connectV1("eve");
    String group = create(alice, List.of(eve), "bob", "eve");
    set(alice, group, "bob", "role", "moderator");
    JsonNode raised = eve.expectPush("conversationChanged");
    assertThat(raised.at("/roles/0/userId").asText()).isEqualTo(id("bob"));

    bob.refused("forbidden", "setParticipant", standing(group, "eve", "role", "moderator"));
    bob.refused("forbidden", "setParticipant", standing(group, "alice", "bannedUntil", FOR_EVER));
    set(bob, group, "eve", "bannedUntil", FOR_EVER);

    expectRemoved(eve, group, 3);
    JsonNode said = alice.say(group, "without eve");
    bob.expectMessage(said);
    eve.refused("forbidden", "joinConversation", "conversationId", group);
    eve.refused("forbidden", "sendMessage", "conversationId", group, "content", "no");
    eve.refused("forbidden", "fetchMessages", "conversationId", group);
    alice.refused("forbidden", "addParticipants", "conversationId", group, "userIds", ids("eve"));
    set(bob, group, "eve", "bannedUntil", NullNode.getInstance());
    bob.refused(
        "not_found",
        "setParticipant",
        standing(group, "eve", "bannedUntil", NullNode.getInstance()));
    bob.ask("addParticipants", "conversationId", group, "userIds", ids("eve"));

    assertThat(eve.expectPush("conversationChanged").get("addedUserIds"))
        .isEqualTo(Json.array(id("eve")));
    assertThat(eve.ask("fetchMessages", "conversationId", group).get("messages"))
        .isEqualTo(Json.array(said));
  }

  @Test
  void onlyModeratorsAndOwnersWriteInAFrozenGroup() {
    Client alice = connect("alice");
    Client bob = connectV1("bob");
    Client carol = connect("carol");
    String group = create(alice, List.of(bob), "bob", "carol");
    JsonNode mine = bob.say(group, "mine");
    alice.expectMessage(mine);
    carol.expectMessage(mine);
    set(alice, group, "carol", "role", "moderator");
    JsonNode unused = bob.expectPush("conversationChanged");
    alice.ask("updateConversation", "conversationId", group, "frozen", true);
    assertThat(bob.expectPush("conversationChanged").get("frozen").asBoolean()).isTrue();

    String id = mine.get("id").asText();
    bob.refused("forbidden", "sendMessage", "conversationId", group, "content", "no");
    bob.refused("forbidden", "editMessage", "messageId", id, "content", "no");
    bob.refused("forbidden", "addReaction", "messageId", id, "reaction", "no");
    JsonNode said = carol.say(group, "yes");
    alice.expectMessage(said);
    bob.expectMessage(said);
    bob.ask("deleteMessage", "messageId", id);
    alice.ask("updateConversation", "conversationId", group, "frozen", false);
    assertThat(bob.expectPush("conversationChanged").get("frozen").asBoolean()).isFalse();
    JsonNode again = bob.say(group, "again");
    alice.expectMessage(again);
    carol.expectMessage(again);
  }

  @Test
  void whoIsRemovedLearnsItAndHearsNothingMore() {
    Client alice = connect("alice");
    Client bob = connectV1("bob");
    Client phone = connectV1("bob");
    Client old = connect("old");
    String group = create(alice, List.of(bob, phone), "bob", "old");
    JsonNode unused = phone.join(group);
    JsonNode first = alice.say(group, "first");
    List.of(bob, phone, old).forEach(client -> client.expectMessage(first));
    bob.ask("markConversationAsRead", "conversationId", group);
    takeReceipts(List.of(alice, phone));

    alice.ask("removeParticipant", "conversationId", group, "userId", id("bob"));
    alice.ask("removeParticipant", "conversationId", group, "userId", id("old"));
    JsonNode second = alice.say(group, "second");

    expectRemoved(bob, group, 3);
    expectRemoved(phone, group, 3);
    List.of(bob, phone, old).forEach(Client::hearsNothing);
    bob.refused("forbidden", "joinConversation", "conversationId", group);
    alice.ask("addParticipants", "conversationId", group, "userIds", ids("bob"));
    List.of(bob, phone).forEach(client -> client.expectPush("conversationChanged"));
    JsonNode joined = bob.join(group);
    assertThat(joined.get("readUpTo").asInt()).isEqualTo(1);
    assertThat(joined.get("seq").asInt()).isEqualTo(second.get("seq").asInt());
  }

  /** With a position; what another node sent before may still come ahead of the reply. */
  private static JsonNode joinAgain(Client client, String group) {
    client.send("joinConversation", "conversationId", group, "afterSeq", 0, "afterRev", 1);
    return nextOf(client, "joinConversation");
  }

  private static void takeReceipts(List<Client> clients) {
    clients.forEach(client -> nextOf(client, "conversationReadStatusChanged"));
  }

  /** The next frame with that event; those before it are passed over. */
  private static JsonNode nextOf(Client client, String event) {
    JsonNode frame = client.next();
    while (!frame.path("event").asText().equals(event)) {
      frame = client.next();
    }
    return frame;
  }

  @Test
  void theLastOwnerStays() {
    Client alice = connectV1("alice");
    Client bob = connectV1("bob");
    String group = create(alice, List.of(bob), "bob");

    alice.refused("conflict", "leaveGroup", "conversationId", group);
    alice.refused("conflict", "setParticipant", standing(group, "alice", "role", "member"));
    set(alice, group, "bob", "role", "owner");
    JsonNode unused = bob.expectPush("conversationChanged");
    leave(alice, group, 3);

    expectChange(bob, group, "rev", 3, "participantCount", 1, "removedUserIds", ids("alice"));
    leave(bob, group, 4);
  }

  private void leave(Client client, String group, int rev) {
    client.send("leaveGroup", "conversationId", group);
    expectRemoved(client, group, rev);
    assertThat(client.expectReply("leaveGroup").has("conversation")).isFalse();
  }

  @Test
  void whoComesBackIsSentTheGroupBeforeTheEndOfTheReplay() {
    Client alice = connect("alice");
    Client bob = connectV1("bob");
    Client old = connect("old");
    String group = create(alice, List.of(bob), "bob", "old");
    bob.close();
    old.close();
    JsonNode said = alice.say(group, "hello");
    alice.ask("updateConversation", "conversationId", group, "title", "Tea");
    alice.ask("addParticipants", "conversationId", group, "userIds", ids("carol"));

    Client again = connectV1("bob");
    JsonNode reply = joinAgain(again, group);

    assertThat(reply.get("recovered").asBoolean()).isTrue();
    JsonNode changed = again.expectPush("conversationChanged");
    assertThat(changed.get("title").asText()).isEqualTo("Tea");
    assertThat(changed.get("participantsChanged").asBoolean()).isTrue();
    assertThat(changed.get("role").asText()).isEqualTo("member");
    again.expectMessage(said);
    assertThat(again.expectPush("caughtUp"))
        .isEqualTo(Json.object("conversationId", group, "seq", 1, "rev", 4));
    Client base = connect("old");
    assertThat(joinAgain(base, group).get("recovered").asBoolean()).isTrue();
    base.expectMessage(said);
  }
}
