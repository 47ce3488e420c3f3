package io.messageservice.blackbox.resume;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.blackbox.AlsoInOldestCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Returning;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code joinConversation} with {@code afterSeq}: what was missed, and when nothing is told. */
@AlsoInOldestCluster
@AlsoOverSse
final class ResumeIT extends Returning {

  /** What the reply of a join has where nobody has read anything and only the user is online. */
  private ObjectNode reply(Client client, int seq, JsonNode epoch, int unread) {
    return Json.object(
        "success",
        true,
        "event",
        "joinConversation",
        "conversationId",
        lobby,
        "kind",
        "open",
        "seq",
        seq,
        "rev",
        seq,
        "firstSeq",
        1,
        "epoch",
        epoch,
        "readUpTo",
        0,
        "unread",
        unread,
        "readers",
        Json.array(),
        "onlineCount",
        1,
        "online",
        Json.array(client.userId()));
  }

  private static ObjectNode with(ObjectNode reply, Object... namesAndValues) {
    return reply.setAll(Json.object(namesAndValues));
  }

  @Test
  void allAfterThePositionComesOnceAndInOrderOnesOwnIncludedThenWhatIsSaidNow() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    alice.join(lobby);
    bob.join(lobby);
    List<JsonNode> said = new ArrayList<>();
    for (int n = 1; n <= 5; n++) {
      JsonNode hers = alice.say(lobby, "hers " + n);
      bob.expectMessage(hers);
      JsonNode his = bob.say(lobby, "his " + n);
      alice.expectMessage(his);
      said.addAll(List.of(hers, his));
    }
    bob.close();
    said.addAll(say(alice, lobby, "missed", 3));

    Client again = connect("bob");
    assertRecovered(comesBack(again, 4), true, 13);

    expectMessages(again, said.subList(4, 13));
    again.expectMessage(alice.say(lobby, "now"));
  }

  @Test
  void replySaysAllThatTheClientNeeds() {
    Client alice = connect("alice");
    alice.join(lobby);
    Client bob = connect("bob");
    JsonNode epoch = bob.join(lobby).get("epoch");
    List<JsonNode> said = say(alice, lobby, "hers", 3);
    expectMessages(bob, said);
    alice.expectMessage(bob.say(lobby, "his"));
    JsonNode last = alice.say(lobby, "hers again");
    bob.expectMessage(last);
    awaitInterest(lobby);
    bob.ask("markConversationAsRead", "conversationId", lobby, "upToSeq", 2);
    for (int n = 0; n < 2; n++) {
      alice.expectPush("messageReadStatusChanged");
    }
    alice.expectPush("conversationReadStatusChanged");

    ObjectNode expected =
        with(
            reply(bob, 5, epoch, 2),
            "readUpTo",
            2,
            "readers",
            Json.array(Json.object("userId", bob.userId(), "readUpTo", 2, "deliveredUpTo", 2)));
    assertThat(bob.join(lobby)).isEqualTo(expected);
    assertThat(comesBack(bob, 4)).isEqualTo(with(expected.deepCopy(), "recovered", true));
    bob.expectMessage(last);
    assertThat(comesBack(bob, 6)).isEqualTo(with(expected.deepCopy(), "recovered", false));
  }

  @Test
  void replyIsWholeAlsoWhereNothingWasSaid() {
    Client alice = connect("alice");

    JsonNode first = alice.join(lobby);

    assertThat(first).isEqualTo(reply(alice, 0, first.get("epoch"), 0));
    assertThat(first.get("epoch").asText()).isNotEmpty();
    assertThat(comesBack(alice, 0))
        .isEqualTo(with(reply(alice, 0, first.get("epoch"), 0), "recovered", true));
    assertThat(comesBack(alice, 1))
        .isEqualTo(with(reply(alice, 0, first.get("epoch"), 0), "recovered", false));
  }

  @Test
  void firstJoinOfAConversationThatNobodyUsedRecoversFromNothing() {
    Client alice = connect("alice");

    assertRecovered(comesBack(alice, 0), true, 0);

    Client bob = connect("bob");
    alice.expectMessage(bob.say(lobby, "one"));
  }

  @Test
  void replyInADirectConversationNamesItsKind() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    JsonNode first = alice.tell(bob.userId(), lobby, "just us");
    bob.expectMessage(first);
    JsonNode second = bob.say(lobby, "just us two");
    alice.expectMessage(second);
    awaitPresenceTold(service());

    JsonNode reply = comesBack(bob, 0);

    assertThat(reply.get("kind").asText()).isEqualTo("direct");
    assertThat(reply.get("unread").asInt()).isEqualTo(1);
    assertThat(reply.get("onlineCount").asInt()).isEqualTo(2);
    assertThat(Json.parse(reply.get("online").toString()))
        .containsExactlyInAnyOrderElementsOf(Json.array(alice.userId(), bob.userId()));
    assertRecovered(reply, true, 2);
    bob.expectMessage(first);
    bob.expectMessage(second);
  }

  @Test
  void whoDoesNotSayWhereHeStandsIsNotToldThatHeRecovered() {
    Client alice = connect("alice");
    alice.say(lobby, "one");

    assertThat(alice.join(lobby).has("recovered")).isFalse();
    assertThat(
            alice
                .ask(
                    "joinConversation", "conversationId", lobby, "epoch", "another", "maxReplay", 0)
                .has("recovered"))
        .isFalse();
  }

  @Test
  void positionAtTheHeadRecoversAndReplaysNothing() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    say(alice, lobby, "said", 3);

    assertRecovered(comesBack(bob, 3, "maxReplay", 0), true, 3);

    bob.expectMessage(alice.say(lobby, "four"));
  }

  @Test
  void positionOfAnotherEpochReplaysNothing() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    say(alice, lobby, "said", 3);

    assertRecovered(comesBack(bob, 1, "epoch", "another"), false, 3);
    bob.expectMessage(alice.say(lobby, "four"));
    assertRecovered(comesBack(bob, 4, "epoch", "another"), false, 4);
    assertRecovered(comesBack(bob, 0, "epoch", "another"), false, 4);

    bob.expectMessage(alice.say(lobby, "five"));
  }

  @Test
  void positionCountsInItsEpochAndIsTrustedWithoutOne() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    String epoch = alice.join(lobby).get("epoch").asText();
    List<JsonNode> said = say(alice, lobby, "said", 3);

    assertRecovered(comesBack(bob, 1, "epoch", epoch), true, 3);
    expectMessages(bob, said.subList(1, 3));
    assertRecovered(comesBack(bob, 2), true, 3);
    expectMessages(bob, said.subList(2, 3));
  }

  @Test
  void positionBeyondTheHeadReplaysNothing() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    say(alice, lobby, "said", 3);

    assertRecovered(comesBack(bob, 4), false, 3);
    bob.expectMessage(alice.say(lobby, "four"));
    assertRecovered(comesBack(bob, Long.MAX_VALUE), false, 4);

    bob.expectMessage(alice.say(lobby, "five"));
  }

  @Test
  void moreThanMaxReplayIsNotReplayed() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    List<JsonNode> said = say(alice, lobby, "said", 10);

    assertRecovered(comesBack(bob, 4, "maxReplay", 5), false, 10);
    assertRecovered(comesBack(bob, 9, "maxReplay", 0), false, 10);
    assertRecovered(comesBack(bob, 4, "maxReplay", 6), true, 10);
    expectMessages(bob, said.subList(4, 10));
    assertRecovered(comesBack(bob, 0, "maxReplay", 10), true, 10);
    expectMessages(bob, said);
    assertRecovered(comesBack(bob, 0, "maxReplay", Long.MAX_VALUE), true, 10);
    expectMessages(bob, said);

    bob.expectMessage(alice.say(lobby, "eleven"));
  }

  @Test
  void nobodyElseIsTold() {
    Client alice = connect("alice");
    Client alicesPhone = connect("alice");
    Client bob = connect("bob");
    List<JsonNode> said = say(alice, lobby, "said", 3);
    expectMessages(alicesPhone, said);

    assertRecovered(comesBack(bob, 0), true, 3);

    expectMessages(bob, said);
    alice.hearsNothing();
    alicesPhone.hearsNothing();
  }

  @Test
  void strangersLearnNothing() {
    Client alice = connect("alice");
    Client mallory = connect("mallory");
    alice.tell(id("bob"), lobby, "just us");

    mallory.send(comingBack(lobby, 0));

    mallory.expectError("forbidden", "joinConversation");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          afterSeq  | -1
          afterSeq  | 1.5
          afterSeq  | "1"
          afterSeq  | true
          afterSeq  | []
          afterSeq  | {}
          afterSeq  | 9223372036854775808
          epoch     | 5
          epoch     | true
          epoch     | {}
          maxReplay | -1
          maxReplay | 0.5
          maxReplay | "10"
          maxReplay | []
          maxReplay | 9223372036854775808
          """)
  void membersThatAreNoneAreNamed(String member, String value) {
    Client alice = connect("alice");
    ObjectNode frame = comingBack(lobby, 0);
    ((ObjectNode) frame.get("payload")).set(member, Json.parse(value));

    alice.sendText(frame.toString());

    JsonNode error = alice.expectError("invalid_payload", "joinConversation");
    assertThat(error.get("error").asText()).contains(member);
    assertThat(alice.join(lobby).get("onlineCount").asInt()).as("nobody had come in").isEqualTo(1);
  }
}
