package io.messageservice.blackbox.resume;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInOldestCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Returning;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code joinConversation} with {@code afterRev}: changes first, then messages, then the end. */
@AlsoInOldestCluster
@AlsoOverSse
final class ResumeChangesIT extends Returning {

  private static JsonNode edit(Client client, JsonNode message, String content) {
    return client
        .ask("editMessage", "messageId", message.get("id").asText(), "content", content)
        .get("message");
  }

  private static JsonNode delete(Client client, JsonNode message) {
    return client.ask("deleteMessage", "messageId", message.get("id").asText()).get("message");
  }

  private void expectCaughtUp(Client client, int seq, int rev) {
    assertThat(client.expectPush("caughtUp"))
        .isEqualTo(Json.object("conversationId", lobby, "seq", seq, "rev", rev));
  }

  private static void expectChange(Client client, JsonNode message) {
    assertThat(client.expectPush("messageChanged")).isEqualTo(message);
  }

  @Test
  void changesComeByRevAndMessagesBySeqInTheirLastStates() {
    Client alice = connect("alice");
    List<JsonNode> said = new ArrayList<>(say(alice, lobby, "said", 4));
    JsonNode third = edit(alice, said.get(2), "third");
    JsonNode first = edit(alice, said.get(0), "first");
    JsonNode fourth = delete(alice, said.get(3));
    JsonNode last = alice.say(lobby, "last");
    JsonNode thirdAgain = edit(alice, third, "third again");
    JsonNode edited = edit(alice, last, "edited");

    Client bob = connectV1("bob");
    JsonNode reply = comesBack(bob, 3, "afterRev", 4);

    assertRecovered(reply, true, 5);
    assertThat(reply.get("rev").asLong()).isEqualTo(10);
    expectChange(bob, first);
    expectChange(bob, thirdAgain);
    bob.expectMessage(fourth);
    bob.expectMessage(edited);
    expectCaughtUp(bob, 5, 10);
    JsonNode live = edit(alice, first, "live");
    expectChange(bob, live);
    bob.expectMessage(alice.say(lobby, "live, too"));
  }

  @Test
  void whoMissedNothingHasCaughtUp() {
    Client alice = connect("alice");
    JsonNode said = alice.say(lobby, "one");
    edit(alice, said, "two");

    Client bob = connectV1("bob");
    assertRecovered(comesBack(bob, 1, "afterRev", 2), true, 1);

    expectCaughtUp(bob, 1, 2);
  }

  @Test
  void withoutAfterRevNothingIsSaidOfChangesBefore() {
    Client alice = connect("alice");
    List<JsonNode> said = say(alice, lobby, "said", 2);
    edit(alice, said.get(0), "edited");

    Client bob = connectV1("bob");
    assertRecovered(comesBack(bob, 1), true, 2);

    bob.expectMessage(said.get(1));
    expectChange(bob, edit(alice, said.get(0), "live"));
  }

  @Test
  void clientsOfTheBaseContractGetNoChangesAndNoDeletedMessages() {
    Client alice = connect("alice");
    List<JsonNode> said = say(alice, lobby, "said", 3);
    JsonNode edited = edit(alice, said.get(0), "edited");
    delete(alice, said.get(1));

    Client old = connect("old");
    assertRecovered(comesBack(old, 0, "afterRev", 0), true, 3);
    old.expectMessage(edited);
    old.expectMessage(said.get(2));
    assertRecovered(comesBack(old, 2, "afterRev", 2), true, 3);
    old.expectMessage(said.get(2));

    old.expectMessage(alice.say(lobby, "live"));
  }

  @Test
  void changesCountAmongWhatIsReplayedAtMost() {
    Client alice = connect("alice");
    List<JsonNode> said = say(alice, lobby, "said", 4);
    JsonNode first = edit(alice, said.get(0), "first");
    JsonNode second = edit(alice, said.get(1), "second");

    Client bob = connectV1("bob");
    assertRecovered(comesBack(bob, 3, "afterRev", 4, "maxReplay", 2), false, 4);
    assertRecovered(comesBack(bob, 3, "afterRev", 4, "maxReplay", 3), true, 4);
    expectChange(bob, first);
    expectChange(bob, second);
    bob.expectMessage(said.get(3));
    expectCaughtUp(bob, 4, 6);
  }

  @Test
  void aPositionBeyondTheHeadReplaysNothing() {
    Client alice = connect("alice");
    JsonNode said = alice.say(lobby, "one");

    Client bob = connectV1("bob");
    assertRecovered(comesBack(bob, 1, "afterRev", 2), false, 1);

    expectChange(bob, edit(alice, said, "two"));
  }

  @Test
  void aReplayThatWasCutGoesOnWithItsOldRev() {
    Client alice = connect("alice");
    List<JsonNode> said = say(alice, lobby, "said", 2);
    JsonNode first = edit(alice, said.get(0), "first");
    JsonNode more = alice.say(lobby, "more");
    JsonNode last = alice.say(lobby, "last");

    Client bob = connectV1("bob");
    assertRecovered(comesBack(bob, 3, "afterRev", 1), true, 4);

    expectChange(bob, first);
    bob.expectMessage(last);
    expectCaughtUp(bob, 4, 5);
    assertThat(more.get("seq").asLong()).isEqualTo(3);
  }

  @Test
  void manyChangesAreReplayedPageByPage() {
    Client alice = connect("alice");
    List<JsonNode> said = say(alice, lobby, "said", 300);
    List<JsonNode> edited = new ArrayList<>();
    for (JsonNode message : said.subList(0, 280)) {
      edited.add(edit(alice, message, "edited"));
    }

    Client bob = connectV1("bob");
    assertRecovered(comesBack(bob, 290, "afterRev", 300), true, 300);

    edited.forEach(message -> expectChange(bob, message));
    expectMessages(bob, said.subList(290, 300));
    expectCaughtUp(bob, 300, 580);
  }

  @Test
  void changesAloneAreNoPosition() {
    Client alice = connectV1("alice");

    JsonNode error =
        alice.refused(
            "invalid_payload", "joinConversation", "conversationId", lobby, "afterRev", 1);

    assertThat(error.get("error").asText()).contains("afterRev");
  }
}
