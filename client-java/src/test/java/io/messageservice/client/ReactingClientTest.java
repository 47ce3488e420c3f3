package io.messageservice.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Reactions, replies and events of the clients' own. */
class ReactingClientTest extends ClientScenario {

  @Test
  void reactionsMoveThePosition() {
    JoinedConversation joined = joinedAt(5);
    reaction(3, 6, true, 1);
    reaction(3, 7, false, 0);

    hears("3 +👍 of bob: 1", "3 -👍 of bob: 0");
    assertThat(joined.findPosition()).contains(new ResumePosition(5, 7, "e1"));
  }

  @Test
  void aReactionToAMessageThatIsStillToComeIsPartOfIt() {
    JoinedConversation joined = joinedAt(5);
    reaction(6, 7, true, 1);

    assertThat(joined.findPosition()).contains(new ResumePosition(5, 5, "e1"));
  }

  @Test
  void anOwnReactionIsAnsweredAlone() {
    JoinedConversation joined = joinedAt(5);
    CompletableFuture<JsonNode> added = client.react("m4", "👍");
    reply(
        sent("addReaction", "{\"messageId\":\"m4\",\"reaction\":\"👍\"}"),
        "\"success\":true,\"seq\":4,\"rev\":6,\"count\":1");
    CompletableFuture<JsonNode> removed = client.unreact("m4", "👍");
    reply(
        sent("removeReaction", "{\"messageId\":\"m4\",\"reaction\":\"👍\"}"),
        "\"success\":true,\"seq\":4,\"rev\":7,\"count\":0");

    assertThat(added.join().path("count").asInt()).isEqualTo(1);
    assertThat(removed.join().path("count").asInt()).isZero();
    assertThat(joined.findPosition()).contains(new ResumePosition(5, 5, "e1"));
  }

  @Test
  void aReplyNamesTheMessage() {
    joinedAt(5);
    ConversationMessage first =
        new ConversationMessage("lobby", "m4", 4, 4, "bob", "hi", "", MissingNode.getInstance());
    CompletableFuture<ConversationMessage> sent = client.reply(first, "yes");
    sent(
        "sendMessage",
        """
        {"conversationId":"lobby","content":"yes","replyTo":"m4","clientMessageId":"id1"}""");

    assertThat(sent).isNotDone();
  }

  @Test
  void eventsOfOthersAreTheListeners() {
    joinedAt(5);
    event("lobby");
    event("elsewhere");

    hears("poke of bob: {\"hard\":true}", "pushed customEvent");
  }

  private void event(String conversation) {
    pushes(
        "customEvent",
        """
        {"conversationId":"%s","userId":"bob","name":"poke","data":{"hard":true}}"""
            .formatted(conversation));
  }

  private void reaction(long seq, long rev, boolean added, int count) {
    pushes(
        "reactionChanged",
        """
        {"conversationId":"lobby","messageId":"m%d","seq":%d,"rev":%d,"reaction":"👍",
        "userId":"bob","added":%b,"count":%d}"""
            .formatted(seq, seq, rev, added, count)
            .replace("\n", ""));
  }
}
