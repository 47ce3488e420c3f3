package io.messageservice.blackbox.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Several commands in one frame: a JSON array. */
@AlsoInCluster
@AlsoOverSse
final class CommandArraysIT extends Scenario {

  private static final int MOST = 100;

  private final String lobby = id("lobby");

  private static void send(Client client, List<? extends JsonNode> commands) {
    client.send(Json.array(commands.toArray()));
  }

  private ObjectNode saying(String content) {
    return Client.command("sendMessage", "conversationId", lobby, "content", content);
  }

  private static ObjectNode withRef(ObjectNode command, Object ref) {
    return command.setAll(Json.object("ref", ref));
  }

  @Test
  void eachIsAnsweredInAFrameOfItsOwn() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    bob.join(lobby);

    send(
        alice,
        List.of(
            Client.command("joinConversation", "conversationId", lobby),
            saying("one"),
            saying("two"),
            Client.command("fetchMessages", "conversationId", lobby)));

    assertThat(alice.expectReply("joinConversation").get("seq").asInt()).isZero();
    JsonNode one = alice.expectReply("sendMessage").get("message");
    JsonNode two = alice.expectReply("sendMessage").get("message");
    assertThat(alice.expectReply("fetchMessages").get("messages")).containsExactly(one, two);
    bob.expectMessage(one);
    bob.expectMessage(two);
  }

  @Test
  void aHundredAreCarriedOutInTheOrderSent() {
    Client alice = connect("alice");

    send(alice, IntStream.range(0, MOST).mapToObj(n -> withRef(saying("n" + n), n)).toList());

    List<JsonNode> said = new ArrayList<>();
    for (int n = 0; n < MOST; n++) {
      JsonNode reply = alice.expectReply("sendMessage");
      assertThat(reply.get("ref").asInt()).isEqualTo(n);
      assertThat(reply.get("message").get("content").asText()).isEqualTo("n" + n);
      said.add(reply.get("message"));
    }
    assertThat(Json.numbers(said, "seq"))
        .isEqualTo(LongStream.rangeClosed(1, MOST).boxed().toList());
  }

  @Test
  void moreThanAHundredAreNotCarriedOut() {
    Client alice = connect("alice");

    alice.sendText(
        Json.array(IntStream.rangeClosed(0, MOST).mapToObj(n -> saying("n" + n)).toArray())
            .toString());

    alice.expectError("too_large", null);
    assertThat(alice.join(lobby).get("seq").asInt()).isZero();
  }

  @Test
  void whatIsWrongInOneDoesNotConcernTheOthers() {
    Client alice = connect("alice");

    alice.sendText("[" + withRef(saying("one"), 1) + ",5," + withRef(saying(""), 2) + "]");

    List<JsonNode> frames = List.of(alice.next(), alice.next(), alice.next());
    assertThat(Json.texts(frames, "code"))
        .containsExactlyInAnyOrder("", "invalid_format", "invalid_payload");
    assertThat(alice.join(lobby).get("seq").asInt()).isEqualTo(1);
  }

  @Test
  void noneAndArraysInArraysAreNoCommands() {
    Client alice = connect("alice");

    alice.sendText("[]");
    alice.expectError("invalid_format", null);
    alice.sendText("[[" + saying("one") + "]]");
    alice.expectError("invalid_format", null);
    alice.sendText("[" + saying("one") + ",");
    alice.expectError("invalid_format", null);

    assertThat(alice.join(lobby).get("seq").asInt()).isZero();
  }
}
