package io.messageservice.blackbox.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Services;
import io.messageservice.blackbox.Tokens;
import org.junit.jupiter.api.Test;

/** The policy {@code members}: nothing is open. */
@AlsoInCluster
@AlsoOverSse
final class MembersAccessIT extends Scenario {

  private final String place = id("place");

  @Override
  public ServiceProcess service() {
    return Services.strict();
  }

  private Client member(String name) {
    Client client =
        keep(door("/").header("Authorization", "Bearer " + Tokens.of(id(name))).open(id(name)));
    client.hearsNothing();
    return client;
  }

  @Test
  void idThatNobodyUsedCannotBeJoinedOrWrittenTo() {
    Client alice = member("alice");

    alice.refused("forbidden", "joinConversation", "conversationId", place);
    alice.refused("forbidden", "sendMessage", "conversationId", place, "content", "x");
    alice.refused("forbidden", "joinConversation", "conversationId", place);
  }

  @Test
  void firstMessageWithAReceiverStillMakesADirectConversation() {
    Client alice = member("alice");
    Client bob = member("bob");

    bob.expectMessage(alice.tell(bob.userId(), place, "just us"));

    alice.join(place);
    assertThat(bob.join(place).get("seq").asLong()).isEqualTo(1);
    alice.expectMessage(bob.say(place, "yes"));
  }

  @Test
  void strangersCannotTellClosedConversationsFromMissingOnes() {
    Client alice = member("alice");
    Client bob = member("bob");
    Client mallory = member("mallory");
    JsonNode message = alice.tell(bob.userId(), place, "just us");
    bob.expectMessage(message);

    for (String event :
        new String[] {
          "joinConversation", "sendMessage", "fetchMessages", "markConversationAsRead"
        }) {
      assertThat(forbidden(mallory, event, place)).isEqualTo(forbidden(mallory, event, id("none")));
    }
    mallory.refused("not_found", "markAsRead", "messageId", message.get("id").asText());
    alice.hearsNothing();
    bob.hearsNothing();
  }

  /** With a content, which only one command needs and the others ignore. */
  private static JsonNode forbidden(Client client, String event, String conversation) {
    client.sendText(
        Client.command(event, "conversationId", conversation, "content", "x").toString());
    return client.expectError("forbidden", event);
  }
}
