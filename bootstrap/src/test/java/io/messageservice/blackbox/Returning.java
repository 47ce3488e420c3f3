package io.messageservice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A test about users who come back and send what they saw last. */
public abstract class Returning extends Scenario {

  /** How many answers a client waits for at a time, and how long their contents are in all. */
  private static final int WINDOW = 250;

  private static final int WINDOW_LENGTH = 100_000;

  @SuppressWarnings("this-escape") // the method is final and uses what is set by then
  public final String lobby = id("lobby");

  /** A join that says where the client stands. */
  public static ObjectNode comingBack(String conversation, long afterSeq, Object... more) {
    ObjectNode frame =
        Client.command("joinConversation", "conversationId", conversation, "afterSeq", afterSeq);
    ((ObjectNode) frame.get("payload")).setAll(Json.object(more));
    return frame;
  }

  /** Joins the lobby again after that position, and returns the reply, which is the next frame. */
  public final JsonNode comesBack(Client client, long afterSeq, Object... more) {
    client.send(comingBack(lobby, afterSeq, more));
    return client.expectReply("joinConversation");
  }

  /** Says so many messages in a conversation, and returns them as they were stored. */
  public static List<JsonNode> say(Client client, String conversation, String content, int count) {
    List<JsonNode> said = new ArrayList<>();
    int most = Math.min(WINDOW, WINDOW_LENGTH / content.length());
    while (said.size() < count) {
      int window = Math.min(most, count - said.size());
      for (int n = 0; n < window; n++) {
        client.send("sendMessage", "conversationId", conversation, "content", content);
      }
      for (int n = 0; n < window; n++) {
        said.add(client.expectReply("sendMessage").get("message"));
      }
    }
    return said;
  }

  public static void expectMessages(Client client, List<JsonNode> messages) {
    messages.forEach(client::expectMessage);
  }

  public static void assertRecovered(JsonNode reply, boolean recovered, long seq) {
    assertThat(reply.path("recovered")).as("%s", reply).isEqualTo(Json.parse("" + recovered));
    assertThat(reply.path("seq").asLong()).as("%s", reply).isEqualTo(seq);
  }
}
