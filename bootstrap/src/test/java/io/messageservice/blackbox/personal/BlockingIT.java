package io.messageservice.blackbox.personal;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInOldestCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Services;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Users who block others. */
@AlsoInOldestCluster
@AlsoOverSse
final class BlockingIT {

  /** Whoever is blocked, or blocks, is refused as anybody without access is. */
  private static void forbidden(Client client, String event, Object... payload) {
    JsonNode refusal = client.refused("forbidden", event, payload);
    assertThat(refusal.get("error").asText()).isEqualTo("no access to this conversation");
  }

  private static void block(Client client, Client other) {
    assertThat(client.ask("blockUser", "userId", other.userId()))
        .isEqualTo(Json.object("success", true, "event", "blockUser", "userId", other.userId()));
  }

  private static void unblock(Client client, Client other) {
    assertThat(client.ask("unblockUser", "userId", other.userId()).get("userId").asText())
        .isEqualTo(other.userId());
  }

  @Nested
  final class InADirectConversation extends Scenario {

    private final String direct = id("direct");

    private JsonNode alices = Json.object();
    private JsonNode bobs = Json.object();

    /** Each is known to both nodes, and has said something. */
    private void talk(Client alice, Client bob) {
      alices = alice.tell(bob.userId(), direct, "hi");
      bob.expectMessage(alices);
      bobs = bob.say(direct, "hello");
      alice.expectMessage(bobs);
      JsonNode unused = alice.join(direct);
      unused = bob.join(direct);
      awaitInterest(direct);
    }

    /** The next thing that the listener hears is what the speaker says now. */
    private void expectSaid(Client speaker, Client listener) {
      listener.expectMessage(speaker.say(direct, "again"));
    }

    @Test
    void neitherWritesUntilItEnds() {
      Client alice = connectV1("alice");
      Client bob = connectV1("bob");
      talk(alice, bob);
      block(alice, bob);

      for (Client client : List.of(alice, bob)) {
        JsonNode own = client == alice ? alices : bobs;
        JsonNode others = client == alice ? bobs : alices;
        forbidden(client, "sendMessage", "conversationId", direct, "content", "you");
        forbidden(client, "editMessage", "messageId", own.get("id"), "content", "never");
        forbidden(client, "addReaction", "messageId", others.get("id"), "reaction", "+");
      }
      forbidden(
          bob,
          "sendMessage",
          "conversationId",
          direct,
          "content",
          "you",
          "receiverId",
          alice.userId());
      forbidden(alice, "sendEvent", "conversationId", direct, "name", "wave");

      block(bob, alice);
      unblock(alice, bob);
      forbidden(alice, "sendMessage", "conversationId", direct, "content", "you");
      unblock(bob, alice);
      expectSaid(alice, bob);
      expectSaid(bob, alice);
    }

    @Test
    void whatIsOnesOwnIsReadMarkedAndDeleted() {
      Client alice = connectV1("alice");
      Client bob = connectV1("bob");
      talk(alice, bob);
      block(alice, bob);

      assertThat(bob.ask("fetchMessages", "conversationId", direct).get("messages")).hasSize(2);
      bob.ask("markAsDelivered", "conversationId", direct, "upToSeq", 1);
      bob.ask("markConversationAsRead", "conversationId", direct);
      alice.ask("markConversationAsRead", "conversationId", direct);
      for (Client client : List.of(alice, bob)) {
        JsonNode readers = client.join(direct).get("readers");
        assertThat(Json.texts(readers, "userId")).containsExactly(client.userId());
      }
      JsonNode gone = bob.ask("deleteMessage", "messageId", bobs.get("id")).get("message");

      assertThat(gone.get("deleted").asBoolean()).isTrue();
      assertThat(alice.expectPush("messageChanged")).isEqualTo(gone);
      unblock(alice, bob);
      expectSaid(bob, alice);
    }

    /** A base connection is sent no events: what the other node lets through is not in the way. */
    @Test
    void typingIsNotShown() {
      Client alice = connect("alice");
      Client bob = connectV1("bob");
      talk(alice, bob);
      block(alice, bob);
      await().until(() -> isRefused(bob));

      bob.send("typing", "conversationId", direct, "isTyping", true);
      alice.send("typing", "conversationId", direct, "isTyping", true);
      alice.hearsNothing();
      bob.hearsNothing();

      unblock(alice, bob);
      expectSaid(bob, alice);
      expectSaid(alice, bob);
    }

    /** Whether bob's node knows by now: it learns what another one has noted a moment later. */
    private boolean isRefused(Client bob) {
      bob.send("sendEvent", "conversationId", direct, "name", "wave");
      return !bob.next().get("success").asBoolean();
    }
  }

  @Nested
  final class InGroups extends Scenario {

    private String create(Client owner, Client other) {
      return owner
          .ask("createConversation", "participants", List.of(other.userId()))
          .at("/conversation/conversationId")
          .asText();
    }

    @Test
    void nothingBeginsBetweenThem() {
      Client alice = connect("alice");
      Client bob = connect("bob");
      block(alice, bob);
      String none = id("none");
      String bobs = create(bob, connect("carol"));
      Object[] toAlice = {"kind", "direct", "participants", List.of(alice.userId())};
      Object[] toBob = {"kind", "direct", "participants", List.of(bob.userId())};

      forbidden(
          bob,
          "sendMessage",
          "conversationId",
          none,
          "content",
          "hi",
          "receiverId",
          alice.userId());
      forbidden(
          alice,
          "sendMessage",
          "conversationId",
          none,
          "content",
          "hi",
          "receiverId",
          bob.userId());
      forbidden(bob, "createConversation", toAlice);
      forbidden(alice, "createConversation", toBob);
      forbidden(bob, "createConversation", "participants", List.of(alice.userId()));
      forbidden(bob, "addParticipants", "conversationId", bobs, "userIds", List.of(alice.userId()));

      String alices = create(alice, bob);
      bob.expectMessage(alice.say(alices, "you may listen"));
    }

    @Test
    void aCommonGroupGoesOn() {
      Client alice = connectV1("alice");
      Client bob = connectV1("bob");
      String group = create(alice, bob);
      JsonNode unused = bob.expectPush("conversationChanged");
      unused = alice.join(group);
      unused = bob.join(group);
      awaitInterest(group);
      block(alice, bob);

      JsonNode said = alice.say(group, "hi");
      bob.expectMessage(said);
      alice.expectMessage(bob.say(group, "hello"));
      alice.send("typing", "conversationId", group, "isTyping", true);
      assertThat(bob.expectPush("userTyping").get("userId").asText()).isEqualTo(alice.userId());
      bob.ask("markAsDelivered", "conversationId", group, "upToSeq", 1);
      assertThat(alice.expectPush("messageDelivered").get("userId").asText())
          .isEqualTo(bob.userId());
      for (Client client : List.of(alice, bob)) {
        await().until(() -> client.join(group).get("online").size() == 1);
        JsonNode joined = client.join(group);
        assertThat(joined.get("online")).isEqualTo(Json.array(client.userId()));
        assertThat(joined.get("onlineCount").asInt()).isEqualTo(1);
        assertThat(Json.texts(joined.get("readers"), "userId")).containsExactly(bob.userId());
      }
      alice.send("typing", "conversationId", group, "isTyping", false);
      assertThat(bob.expectPush("userTyping").get("isTyping").asBoolean()).isFalse();
    }

    @Test
    void whoIsBlockedIsListed() {
      Client alice = connect("alice");
      Client old = connect("alice");
      List<String> names = List.of(id("bob"), id("carol"), id("dave"));
      names.forEach(name -> alice.ask("blockUser", "userId", name));

      JsonNode first = old.ask("listBlocked", "limit", 2);
      JsonNode last = old.ask("listBlocked", "cursor", first.get("cursor"));

      assertThat(first.get("userIds")).isEqualTo(Json.array(names.get(0), names.get(1)));
      assertThat(last)
          .isEqualTo(
              Json.object(
                  "success", true, "event", "listBlocked", "userIds", List.of(names.get(2))));
      alice.ask("unblockUser", "userId", names.get(1));
      assertThat(old.ask("listBlocked").get("userIds"))
          .isEqualTo(Json.array(names.get(0), names.get(2)));
      alice.refused("invalid_payload", "blockUser", "userId", alice.userId());
      alice.refused("invalid_payload", "listBlocked", "cursor", "none");
    }
  }

  @Nested
  final class Presence extends Scenario {

    @Override
    public ServiceProcess service() {
      return Services.defaults();
    }

    private void expect(Client client, String event, Client user) {
      assertThat(client.expectPush(event).get("userId").asText()).isEqualTo(user.userId());
    }

    private boolean sees(Client asker, Client user) {
      return asker
          .ask("getPresence", "userIds", List.of(user.userId()))
          .at("/statuses/0/online")
          .asBoolean();
    }

    @Test
    void neitherKnowsWhetherTheOtherIsOnline() {
      Client alice = connectWatching("alice");
      Client bob = connectWatching("bob");
      expect(alice, "userOnline", bob);
      Client carol = connectWatching("carol");
      expect(alice, "userOnline", carol);
      expect(bob, "userOnline", carol);
      block(alice, bob);

      assertThat(List.of(sees(alice, bob), sees(bob, alice))).containsExactly(false, false);
      assertThat(List.of(sees(carol, bob), sees(carol, alice))).containsExactly(true, true);
      bob.close();
      expect(carol, "userOffline", bob);
      Client back = connectWatching("bob");
      expect(carol, "userOnline", back);
      carol.close();
      expect(alice, "userOffline", carol);
      expect(back, "userOffline", carol);

      unblock(alice, back);
      assertThat(sees(alice, back)).isTrue();
      back.close();
      expect(alice, "userOffline", back);
    }
  }
}
