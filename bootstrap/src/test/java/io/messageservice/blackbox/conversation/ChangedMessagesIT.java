package io.messageservice.blackbox.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Attachments;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages that are edited and deleted: who hears of it, and what is left. */
@AlsoInCluster
@AlsoOverSse
final class ChangedMessagesIT extends Scenario {

  private final String lobby = id("lobby");

  private static JsonNode edit(Client client, JsonNode message, Object... members) {
    return client.ask("editMessage", with(message, members)).get("message");
  }

  private static JsonNode delete(Client client, JsonNode message) {
    return client.ask("deleteMessage", with(message)).get("message");
  }

  private static Object[] with(JsonNode message, Object... members) {
    Object[] all = new Object[members.length + 2];
    all[0] = "messageId";
    all[1] = message.get("id").asText();
    System.arraycopy(members, 0, all, 2, members.length);
    return all;
  }

  @Test
  void anEditIsHeardByTheSubprotocolAlone() {
    Client alice = connect("alice", lobby);
    Client alicesPhone = connectV1("alice", lobby);
    Client bob = connectV1("bob", lobby);
    Client old = connect("old", lobby);
    JsonNode sent = alice.say(lobby, "helo");
    alicesPhone.expectMessage(sent);
    bob.expectMessage(sent);
    old.expectMessage(sent);

    JsonNode edited = edit(alice, sent, "content", "hello");

    assertThat(edited.get("content").asText()).isEqualTo("hello");
    assertThat(edited.get("rev").asLong()).isEqualTo(2);
    assertThat(edited.get("editedAt").asText()).isNotEmpty();
    assertThat(edited.get("createdAt")).isEqualTo(sent.get("createdAt"));
    assertThat(alicesPhone.expectPush("messageChanged")).isEqualTo(edited);
    assertThat(bob.expectPush("messageChanged")).isEqualTo(edited);
    JsonNode next = alice.say(lobby, "next");
    assertThat(next.get("seq").asLong()).isEqualTo(2);
    assertThat(next.get("rev").asLong()).isEqualTo(3);
    alicesPhone.expectMessage(next);
    bob.expectMessage(next);
    old.expectMessage(next);
    assertThat(old.ask("fetchMessages", "conversationId", lobby).get("messages").get(0))
        .isEqualTo(edited);
  }

  @Test
  void aDeletedMessageLeavesItsPlace() {
    Client alice = connect("alice", lobby);
    Client bob = connectV1("bob", lobby);
    JsonNode sent =
        alice
            .ask(
                "sendMessage",
                "conversationId",
                lobby,
                "content",
                "a secret",
                "attachments",
                Json.array(Attachments.full()),
                "clientMessageId",
                "k1")
            .get("message");
    bob.expectMessage(sent);
    assertThat(unread(bob)).isEqualTo(1);

    JsonNode deleted = delete(alice, sent);

    assertThat(Json.members(deleted))
        .containsExactlyInAnyOrder(
            "id",
            "conversationId",
            "seq",
            "senderId",
            "createdAt",
            "rev",
            "deleted",
            "deletedAt",
            "deletedBy",
            "content",
            "attachments");
    assertThat(deleted.get("deletedBy").asText()).isEqualTo(alice.userId());
    assertThat(deleted.get("content").asText()).isEmpty();
    assertThat(deleted.get("attachments")).isEmpty();
    assertThat(bob.expectPush("messageChanged")).isEqualTo(deleted);
    assertThat(unread(bob)).isZero();
    assertThat(bob.ask("fetchMessages", "conversationId", lobby).get("messages"))
        .isEqualTo(Json.array(deleted));
    assertThat(delete(alice, sent)).isEqualTo(deleted);
    bob.hearsNothing();
  }

  private static int unread(Client client) {
    return client.ask("listConversations").get("conversations").get(0).get("unread").asInt();
  }

  @Test
  void whatIsLeftOutStaysAndWhatIsNullGoes() {
    Client alice = connect("alice");
    JsonNode sent =
        alice
            .ask(
                "sendMessage",
                "conversationId",
                lobby,
                "content",
                "see",
                "attachments",
                Json.array(Attachments.full()))
            .get("message");

    JsonNode bare = edit(alice, sent, "content", NullNode.getInstance());
    assertThat(bare.get("content").asText()).isEmpty();
    assertThat(bare.get("attachments")).isEqualTo(sent.get("attachments"));
    JsonNode text = edit(alice, sent, "content", "gone", "attachments", NullNode.getInstance());
    assertThat(text.get("attachments")).isEmpty();
    assertThat(edit(alice, sent, "content", "gone")).isEqualTo(text);
    alice.refused("invalid_payload", "editMessage", with(sent, "content", ""));
    alice.refused("invalid_payload", "editMessage", with(sent));
  }

  @Test
  void anotherStateThanTheExpectedOneIsAConflict() {
    Client alice = connect("alice");
    JsonNode sent = alice.say(lobby, "one");
    JsonNode edited = edit(alice, sent, "content", "two", "ifRev", 1);

    JsonNode conflict =
        alice.refused("conflict", "editMessage", with(sent, "content", "three", "ifRev", 1));
    assertThat(conflict.get("message")).isEqualTo(edited);
    JsonNode again = edit(alice, sent, "content", "three", "ifRev", 2);
    assertThat(again.get("rev").asLong()).isEqualTo(3);

    JsonNode deleted = delete(alice, sent);
    assertThat(
            alice.refused("conflict", "editMessage", with(sent, "content", "four")).get("message"))
        .isEqualTo(deleted);
  }

  @Test
  void onlyTheSenderChangesWhatTheySent() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    JsonNode sent = alice.tell(bob.userId(), lobby, "just us");
    bob.expectMessage(sent);
    Client eve = connect("eve");

    bob.refused("forbidden", "editMessage", with(sent, "content", "mine"));
    bob.refused("forbidden", "deleteMessage", with(sent));
    eve.refused("not_found", "editMessage", with(sent, "content", "mine"));
    eve.refused("not_found", "deleteMessage", with(sent));
    eve.refused("not_found", "deleteMessage", "messageId", "none");
    alice.hearsNothing();
  }

  @Test
  void aRetryIsComparedWithWhatWasSentFirst() {
    Client alice = connect("alice");
    Client bob = connect("bob", lobby);
    Object[] first = {"conversationId", lobby, "content", "one", "clientMessageId", "k1"};
    JsonNode sent = alice.ask("sendMessage", first).get("message");
    bob.expectMessage(sent);
    JsonNode edited = edit(alice, sent, "content", "two");

    JsonNode again = alice.ask("sendMessage", first);
    assertThat(again.get("duplicate").asBoolean()).isTrue();
    assertThat(again.get("message")).isEqualTo(edited);
    alice.refused(
        "invalid_payload",
        "sendMessage",
        "conversationId",
        lobby,
        "content",
        "two",
        "clientMessageId",
        "k1");

    JsonNode deleted = delete(alice, sent);
    assertThat(alice.ask("sendMessage", first).get("message")).isEqualTo(deleted);
    bob.hearsNothing();
  }

  @Test
  void changesOfSeveralConnectionsComeInOneOrder() {
    Client alice = connectV1("alice", lobby);
    Client bob = connectV1("bob", lobby);
    JsonNode hers = alice.say(lobby, "hers");
    bob.expectMessage(hers);
    JsonNode his = bob.say(lobby, "his");
    alice.expectMessage(his);

    for (int n = 0; n < 10; n++) {
      alice.send("editMessage", with(hers, "content", "hers " + n));
      bob.send("editMessage", with(his, "content", "his " + n));
    }

    for (Client client : List.of(alice, bob)) {
      assertThat(revs(client)).hasSizeBetween(11, 20).isSorted().doesNotHaveDuplicates();
    }
  }

  /** Own changes as replies, and those of the other as pushes, up to the last. */
  private static List<Long> revs(Client client) {
    List<Long> revs = new ArrayList<>();
    long rev = 0;
    while (rev < 22) {
      JsonNode frame = client.next();
      JsonNode message = frame.has("success") ? frame.get("message") : frame.get("data");
      rev = message.get("rev").asLong();
      revs.add(rev);
    }
    return revs;
  }

  @Test
  void listsHaveTheLastMessageAsItIs() {
    Client alice = connect("alice");
    JsonNode sent = alice.say(lobby, "one");
    JsonNode edited = edit(alice, sent, "content", "two");

    JsonNode listed = alice.ask("listConversations").get("conversations").get(0);
    assertThat(listed.get("lastMessage")).isEqualTo(edited);
    assertThat(listed.get("seq").asLong()).isEqualTo(1);
    assertThat(listed.get("rev").asLong()).isEqualTo(2);
    assertThat(alice.join(lobby).get("rev").asLong()).isEqualTo(2);
  }
}
