package io.messageservice.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Groups: what is asked for, and what is pushed of them. */
class GroupClientTest extends ClientScenario {

  @Test
  void changesMoveThePosition() {
    JoinedConversation joined = joinedAt(5);
    changed("\"rev\":6,\"title\":\"T\",\"participantCount\":2");

    hears("group 6: 2");
    assertThat(joined.findPosition()).contains(new ResumePosition(5, 6, "e1"));
  }

  @Test
  void inAReplayTheyDoNot() {
    JoinedConversation joined = joinedAt(5);
    reconnect();
    changed("\"rev\":6,\"participantCount\":3");
    replies("joinConversation", "\"seq\":6,\"rev\":8,\"epoch\":\"e1\",\"recovered\":true");
    changed("\"rev\":8,\"participantCount\":4,\"participantsChanged\":true");
    assertThat(joined.findPosition()).contains(new ResumePosition(5, 5, "e1"));
    message(6);
    pushes("caughtUp", "{\"conversationId\":\"lobby\",\"seq\":6,\"rev\":8}");

    hears("group 8: 4 and others", "6 b6");
    assertThat(joined.findPosition()).contains(new ResumePosition(6, 8, "e1"));
  }

  @Test
  void whoIsRemovedIsInItNoMore() {
    joinedAt(5);
    changed("\"rev\":8,\"removed\":true");
    hears("refused removed");

    changed("\"rev\":9,\"participantCount\":3");
    message(6);
    hears("pushed conversationChanged", "pushed newMessage");
    reconnect();
  }

  @Test
  void whoWasAddedAgainSinceStaysInIt() {
    joinedAt(5);
    changed("\"rev\":4,\"removed\":true");
    changed("\"rev\":7,\"participantCount\":2,\"addedUserIds\":[\"me\"]");
    changed("\"rev\":6,\"removed\":true");
    hears("group 7: 2");

    reconnect();
    replies("joinConversation", "\"seq\":5,\"rev\":9,\"epoch\":\"e1\",\"recovered\":true");
    changed("\"rev\":8,\"removed\":true");
    changed("\"rev\":9,\"removed\":true");
    hears("refused removed");
  }

  @Test
  void aNewEpochCountsAnew() {
    joinedAt(5);
    reconnect();
    replies("joinConversation", "\"seq\":1,\"rev\":2,\"epoch\":\"e2\"");
    changed("\"rev\":3,\"removed\":true");

    hears("reset 1", "refused removed");
  }

  @Test
  void whoLeavesIsInItNoMore() {
    joinedAt(5);
    CompletableFuture<JsonNode> left = client.leaveGroup("lobby");
    reply(sent("leaveGroup", "{\"conversationId\":\"lobby\"}"), "\"success\":true");

    assertThat(left).isCompleted();
    hears("refused removed");
    message(6);
    hears("pushed newMessage");
    reconnect();
  }

  @Test
  void whoWasAddedAgainBeforeTheirLeaveIsAnsweredStaysInIt() {
    join(JoinRequest.to("lobby"));
    replies("joinConversation", "\"seq\":5,\"rev\":5,\"epoch\":\"e1\",\"kind\":\"group\"");
    CompletableFuture<JsonNode> left = client.leaveGroup("lobby");
    JsonNode leaving = sent("leaveGroup", "{\"conversationId\":\"lobby\"}");
    changed("\"rev\":7,\"participantCount\":2,\"addedUserIds\":[\"me\"]");
    changed("\"rev\":6,\"removed\":true");
    reply(leaving, "\"success\":true");
    assertThat(left).isCompleted();
    message(6);

    hears("reset 5", "group 7: 2", "6 b6");
    changed("\"rev\":9,\"removed\":true");
    hears("refused removed");
  }

  @Test
  void whoMayNotLeaveStaysInIt() {
    joinedAt(5);
    CompletableFuture<JsonNode> left = client.leaveGroup("lobby");
    refuses("leaveGroup", "conflict");

    assertThat(left).isCompletedExceptionally();
    message(6);
    hears("6 b6");
  }

  @Test
  void whoJoinsAgainWhileLeavingStaysInIt() {
    joinedAt(5);
    CompletableFuture<JsonNode> left = client.leaveGroup("lobby");
    JsonNode leaving = sent("leaveGroup", "{\"conversationId\":\"lobby\"}");
    joinedAt(6);
    reply(leaving, "\"success\":true");
    assertThat(left).isCompleted();
    message(7);

    hears("7 b7");
  }

  @Test
  void groupsAreCreatedAndChanged() {
    CompletableFuture<JsonNode> created =
        client.createConversation(JsonNodeFactory.instance.objectNode().put("title", "T"));
    reply(
        sent("createConversation", "{\"title\":\"T\"}"),
        "\"success\":true,\"conversation\":{\"conversationId\":\"g\"}");
    assertThat(created.join().at("/conversation/conversationId").asText()).isEqualTo("g");

    List<CompletableFuture<JsonNode>> asked =
        List.of(
            client.updateConversation(
                JsonNodeFactory.instance
                    .objectNode()
                    .put("conversationId", "g")
                    .put("frozen", true)),
            client.addParticipants("g", List.of("bob", "eve")),
            client.removeParticipant("g", "eve"),
            client.setRole("g", "bob", "moderator"),
            client.ban("g", "eve", "forever"),
            client.ban("g", "eve", null),
            client.leaveGroup("g"));
    sent("updateConversation", "{\"conversationId\":\"g\",\"frozen\":true}");
    sent("addParticipants", "{\"conversationId\":\"g\",\"userIds\":[\"bob\",\"eve\"]}");
    sent("removeParticipant", "{\"conversationId\":\"g\",\"userId\":\"eve\"}");
    sent("setParticipant", "{\"conversationId\":\"g\",\"userId\":\"bob\",\"role\":\"moderator\"}");
    sent(
        "setParticipant",
        "{\"conversationId\":\"g\",\"userId\":\"eve\",\"bannedUntil\":\"forever\"}");
    sent("setParticipant", "{\"conversationId\":\"g\",\"userId\":\"eve\",\"bannedUntil\":null}");
    reply(sent("leaveGroup", "{\"conversationId\":\"g\"}"), "\"success\":true");

    assertThat(asked.get(6)).isCompleted();
    assertThat(asked.get(0)).isNotDone();
  }

  private void changed(String members) {
    pushes("conversationChanged", "{\"conversationId\":\"lobby\"," + members + "}");
  }
}
