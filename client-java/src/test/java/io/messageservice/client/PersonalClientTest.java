package io.messageservice.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What users have of conversations for themselves. */
class PersonalClientTest extends ClientScenario {

  @Test
  void whatHasReachedTheUserIsMarked() {
    CompletableFuture<JsonNode> marked = client.markAsDelivered("lobby", 4);
    reply(
        sent("markAsDelivered", "{\"conversationId\":\"lobby\",\"upToSeq\":4}"),
        "\"success\":true,\"deliveredUpTo\":5");

    assertThat(marked.join().path("deliveredUpTo").asLong()).isEqualTo(5);
  }

  @Test
  void preferencesAreSetOneByOne() {
    List<CompletableFuture<JsonNode>> asked =
        List.of(
            client.mute("lobby", "2026-02-03T04:05:06Z"),
            client.mute("lobby", null),
            client.hide("lobby", true));
    reply(
        sent(
            "setPreferences",
            "{\"conversationId\":\"lobby\",\"mutedUntil\":\"2026-02-03T04:05:06Z\"}"),
        "\"success\":true");
    sent("setPreferences", "{\"conversationId\":\"lobby\",\"mutedUntil\":null}");
    sent("setPreferences", "{\"conversationId\":\"lobby\",\"hidden\":true}");

    assertThat(asked.get(0)).isCompleted();
    assertThat(asked.get(1)).isNotDone();
  }

  @Test
  void usersAreBlockedAndListed() {
    CompletableFuture<JsonNode> blocked = client.block("bob");
    CompletableFuture<JsonNode> unblocked = client.unblock("bob");
    CompletableFuture<JsonNode> first = client.listBlocked(null);
    CompletableFuture<JsonNode> next = client.listBlocked("Ym9i");

    reply(sent("blockUser", "{\"userId\":\"bob\"}"), "\"success\":true");
    reply(sent("unblockUser", "{\"userId\":\"bob\"}"), "\"success\":true");
    reply(sent("listBlocked", "{}"), "\"success\":true,\"userIds\":[\"bob\"]");
    sent("listBlocked", "{\"cursor\":\"Ym9i\"}");

    assertThat(blocked).isCompleted();
    assertThat(unblocked).isCompleted();
    assertThat(first.join().at("/userIds/0").asText()).isEqualTo("bob");
    assertThat(next).isNotDone();
  }

  @Test
  void whatHappensInAJoinedConversationIsForItsListener() {
    JoinedConversation joined = joinedAt(5);
    delivered("lobby");
    preferences("lobby", "\"forever\"");
    preferences("lobby", "null");

    hears("delivered to bob: 4", "muted until forever, hidden", "muted until null, hidden");
    assertThat(joined.findPosition()).contains(new ResumePosition(5, 5, "e1"));
  }

  @Test
  void whatHappensElsewhereIsPushed() {
    delivered("elsewhere");
    preferences("elsewhere", "null");

    hears("pushed messageDelivered", "pushed preferencesChanged");
  }

  @Test
  void beforeTheViewBeginsOnlyPreferencesCount() {
    join(JoinRequest.to("lobby"));
    delivered("lobby");
    preferences("lobby", "null");
    hears("muted until null, hidden");

    replies("joinConversation", "\"seq\":5,\"rev\":5,\"epoch\":\"e1\"");
    hears("reset 5");
  }

  @Test
  void whatIsUnreadIsCountedByTheService() {
    JoinedConversation unused = joinedAt(5);
    pushes(
        "unreadChanged",
        "{\"conversationId\":\"lobby\",\"unread\":2,\"unreadMentions\":1,"
            + "\"total\":{\"messages\":7,\"conversations\":3,\"mentions\":4}}");
    pushes("unreadChanged", "{\"total\":{\"messages\":7,\"conversations\":3,\"mentions\":4}}");

    hears(
        "unread " + new UnreadState("lobby", 2, 1, 7, 3, 4),
        "unread " + new UnreadState("", 0, 0, 7, 3, 4));
  }

  @Test
  void whatChangedIsListedPageByPage() {
    CompletableFuture<JsonNode> first = client.listChanged("e 7");
    CompletableFuture<JsonNode> next = client.listConversations("AAAB");
    CompletableFuture<JsonNode> all = client.listConversations(null);

    reply(sent("listConversations", "{\"since\":\"e 7\"}"), "\"success\":true,\"since\":\"e 8\"");
    sent("listConversations", "{\"cursor\":\"AAAB\"}");
    sent("listConversations", "{}");

    assertThat(first.join().path("since").asText()).isEqualTo("e 8");
    assertThat(next).isNotDone();
    assertThat(all).isNotDone();
  }

  private void delivered(String conversation) {
    pushes(
        "messageDelivered",
        "{\"conversationId\":\"" + conversation + "\",\"userId\":\"bob\",\"deliveredUpTo\":4}");
  }

  private void preferences(String conversation, String mutedUntil) {
    pushes(
        "preferencesChanged",
        "{\"conversationId\":\"%s\",\"mutedUntil\":%s,\"hidden\":true}"
            .formatted(conversation, mutedUntil));
  }
}
