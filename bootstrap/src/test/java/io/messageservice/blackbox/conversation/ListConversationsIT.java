package io.messageservice.blackbox.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code listConversations}: what a user takes part in. */
@AlsoInCluster
@AlsoOverSse
final class ListConversationsIT extends Scenario {

  private JsonNode list(Client client, Object... payload) {
    JsonNode reply = client.ask("listConversations", payload);
    reply.get("conversations").forEach(ListConversationsIT::ofConversation);
    return reply;
  }

  private static void ofConversation(JsonNode listed) {
    boolean silent = listed.get("seq").asLong() == 0;
    assertThat(listed.has("lastMessage")).as("lastMessage: %s", listed).isNotEqualTo(silent);
    if (!silent) {
      assertThat(listed.get("updatedAt")).isEqualTo(listed.get("lastMessage").get("createdAt"));
    }
  }

  private static List<String> ids(JsonNode page) {
    return Json.texts(page.get("conversations"), "conversationId");
  }

  /**
   * Conversations in which alice said something, the newest first; by id, too, as those come that
   * have the same millisecond.
   */
  private List<String> conversations(Client alice, int count, String content) {
    List<String> ids = new ArrayList<>();
    for (int n = count - 1; n >= 0; n--) {
      ids.add(0, id("c" + (1_000 + n)));
      alice.say(ids.get(0), content);
    }
    return ids;
  }

  /** Says something in a later millisecond than the other message. */
  private static void sayAfter(JsonNode before, Client client, String where) {
    JsonNode said = client.say(where, "again");
    while (said.get("createdAt").asText().equals(before.get("createdAt").asText())) {
      said = client.say(where, "again");
    }
  }

  @Test
  void listedIsWhatTheConversationIsToTheReader() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    String direct = id("direct");
    alice.tell(bob.userId(), direct, "one");
    bob.expectPush("newMessage");
    JsonNode last = alice.tell(bob.userId(), direct, "two");
    bob.expectPush("newMessage");

    JsonNode page = list(bob);

    assertThat(Json.members(page)).containsExactly("conversations", "event", "since", "success");
    assertThat(page.get("conversations")).hasSize(1);
    JsonNode listed = page.get("conversations").get(0);
    assertThat(listed.get("conversationId").asText()).isEqualTo(direct);
    assertThat(listed.get("kind").asText()).isEqualTo("direct");
    assertThat(listed.get("participants"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrder(alice.userId(), bob.userId());
    assertThat(listed.get("lastMessage")).isEqualTo(last);
    assertThat(listed.get("seq").asLong()).isEqualTo(2);
    assertThat(listed.get("readUpTo").asLong()).isZero();
    assertThat(listed.get("unread").asInt()).isEqualTo(2);
    assertThat(listed.get("updatedAt")).isEqualTo(last.get("createdAt"));
    assertThat(list(alice).get("conversations").get(0).get("unread").asInt()).isZero();
  }

  @Test
  void whatWasReadIsNotUnread() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    String direct = id("direct");
    alice.tell(bob.userId(), direct, "one");
    bob.expectPush("newMessage");
    awaitInterest(direct);
    bob.ask("markConversationAsRead", "conversationId", direct);
    alice.expectPush("messageReadStatusChanged");
    alice.expectPush("conversationReadStatusChanged");

    JsonNode listed = list(bob).get("conversations").get(0);

    assertThat(listed.get("readUpTo").asLong()).isEqualTo(1);
    assertThat(listed.get("unread").asInt()).isZero();
  }

  @Test
  void conversationInWhichNothingWasSaidHasNoLastMessage() {
    Client alice = connect("alice");
    alice.join(id("lobby"));

    JsonNode listed = list(alice).get("conversations").get(0);

    assertThat(listed.get("conversationId").asText()).isEqualTo(id("lobby"));
    assertThat(listed.get("kind").asText()).isEqualTo("open");
  }

  @Test
  void newestActivityComesFirst() {
    Client alice = connect("alice");
    List<String> ids = conversations(alice, 3, "text");
    JsonNode before = list(alice);
    assertThat(ids(before)).isEqualTo(ids);

    sayAfter(before.get("conversations").get(0).get("lastMessage"), alice, ids.get(2));

    assertThat(ids(list(alice))).containsExactly(ids.get(2), ids.get(0), ids.get(1));
  }

  @Test
  void pagesMeetAndHaveFiftyByDefaultAnd200AtMost() {
    Client alice = connect("alice");
    List<String> all = conversations(alice, 205, "text");

    JsonNode first = list(alice);
    JsonNode second = list(alice, "cursor", first.get("cursor").asText(), "limit", 155);

    assertThat(ids(first)).isEqualTo(all.subList(0, 50));
    assertThat(ids(second)).isEqualTo(all.subList(50, 205));
    assertThat(second.has("cursor")).isFalse();
    assertThat(ids(list(alice, "limit", 100_000))).isEqualTo(all.subList(0, 200));
    assertThat(ids(list(alice, "limit", 0))).isEqualTo(all.subList(0, 1));
  }

  @Test
  void whatChangesBetweenPagesMakesNothingElseMissOrDouble() {
    Client alice = connect("alice");
    List<String> all = conversations(alice, 6, "text");
    JsonNode first = list(alice, "limit", 2);

    sayAfter(first.get("conversations").get(0).get("lastMessage"), alice, all.get(4));

    assertThat(ids(list(alice, "cursor", first.get("cursor").asText())))
        .containsExactly(all.get(2), all.get(3), all.get(5));
  }

  @Test
  void pageEndsBeforeItsFrameIsTooLarge() {
    Client alice = connect("alice");
    List<String> all = conversations(alice, 30, "漢".repeat(10_000));

    JsonNode first = list(alice);
    JsonNode second = list(alice, "cursor", first.get("cursor").asText());

    assertThat(ids(first)).isNotEmpty().hasSizeLessThan(18);
    List<String> both = new ArrayList<>(ids(first));
    both.addAll(ids(second));
    assertThat(both).isEqualTo(all);
  }

  @Test
  void listedAreOnlyOnesOwn() {
    Client alice = connect("alice");
    Client mallory = connect("mallory");
    alice.join(id("lobby"));
    alice.say(id("other"), "text");
    String cursor = list(alice, "limit", 1).get("cursor").asText();

    assertThat(ids(list(mallory))).isEmpty();
    assertThat(ids(list(mallory, "cursor", cursor))).isEmpty();
    alice.ask("leaveConversation", "conversationId", id("lobby"));
    assertThat(ids(list(alice))).containsExactly(id("other"));
  }

  @Test
  void badCursorsAndLimitsAreNamed() {
    Client alice = connect("alice");

    for (Object bad : List.of("", "mine", "AAAA", 5, true, Json.array())) {
      assertThat(errorOf(alice, "cursor", bad)).contains("cursor");
    }
    assertThat(errorOf(alice, "limit", "1")).contains("limit");
  }

  private static String errorOf(Client client, String member, Object value) {
    return client
        .refused("invalid_payload", "listConversations", member, value)
        .get("error")
        .asText();
  }

  @Test
  void listsAndOtherCommandsAreAnsweredInTurn() {
    Client alice = connect("alice");
    String lobby = id("lobby");

    for (int n = 1; n <= 20; n++) {
      alice.send("sendMessage", "conversationId", lobby, "content", "text " + n);
      alice.send("listConversations");
    }

    for (int n = 1; n <= 20; n++) {
      JsonNode said = alice.expectReply("sendMessage").get("message");
      JsonNode listed = alice.expectReply("listConversations").get("conversations").get(0);
      assertThat(listed.get("lastMessage")).isEqualTo(said);
      assertThat(listed.get("seq").asLong()).isEqualTo(n);
    }
  }
}
